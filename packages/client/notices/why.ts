/** Why a notice is shown, as far as the person may know: facts about them and what they see, never who said what to Kith. */
/** Each has its sentence in the words. */
export type Why =
  | 'not_friends'
  | 'maybe_friends'
  | 'first_message'
  | 'you_asked'
  | 'added_to_group'
  | 'weaker_setting'
  | 'you_acted'
  | 'others_acted'
  | 'far_region'
  | 'new_account'
  | 'take_care'
  | 'family'
  /** said last, of what a machine made of something: that it may be wrong */
  | 'machine';
