import './style/tokens.css';
import './style/base.css';
import './style/shell.css';
import './style/lists.css';
import './style/case.css';
import './style/links.css';
import './style/referrals.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';

const root = document.getElementById('console');
if (root !== null) createRoot(root).render(<App />);
