-- What an authority has and has not been seen to yet: a courier looks for it again and again.
CREATE INDEX referral_sent ON referral (updated_at) WHERE state = 'sent';
