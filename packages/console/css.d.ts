/** Style sheets are Vite's affair. */
declare module '*.css';
