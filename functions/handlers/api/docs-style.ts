/** The page's style sheet: two columns on a desktop, one on a phone, in the reader's colour scheme. */
export const style = `
:root{color-scheme:light dark;font:16px/1.6 system-ui,sans-serif;--line:light-dark(#d9dee5,#353b46);--soft:light-dark(#f4f6f8,#1d2129);--muted:light-dark(#57606e,#a3adbb);--link:light-dark(#1d4ed8,#93c5fd)}
*{box-sizing:border-box}html{scroll-padding-top:1rem}
body{margin:0;background:light-dark(#fff,#14171c);color:light-dark(#1b1f24,#e6e9ee);overflow-wrap:anywhere}
.page{max-width:78rem;margin:0 auto;padding:0 1.25rem;display:grid;gap:0 3rem;grid-template:auto 1fr/15rem minmax(0,1fr)}
nav{position:sticky;top:0;max-height:100vh;overflow:auto;padding:1.5rem 0;font-size:.875rem}
nav ul{list-style:none;margin:0;padding:0}nav li{margin:.15rem 0}nav ul ul{margin:.15rem 0 .6rem .75rem}nav ul ul a{color:var(--muted)}
nav a,.top{text-decoration:none}nav a:hover{text-decoration:underline}nav>details>summary{font-weight:600;padding:.25rem 0}
nav{grid-row:1/3}header{padding-top:1.5rem}header,main{max-width:52rem}main{padding-bottom:6rem}a{color:var(--link)}
h1{font-size:2rem;line-height:1.2;margin:.5rem 0 1rem}h2{font-size:1.5rem;margin:3.5rem 0 .5rem;padding-top:1rem;border-top:1px solid var(--line)}
h3{font-size:1.0625rem;margin:2rem 0 .25rem}p{margin:.5rem 0}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.85em}
:not(pre)>code{background:var(--soft);border-radius:.25rem;padding:.1em .3em}.call code{background:none;padding:0}
pre{overflow:auto;padding:.9rem 1rem;margin:.75rem 0;border:1px solid var(--line);border-radius:.5rem;background:var(--soft);line-height:1.5;overflow-wrap:normal}
.call{display:flex;flex-wrap:wrap;gap:.25rem .6rem;align-items:center;margin:.25rem 0}
.method{min-width:4.2rem;font-size:.72rem;font-weight:700;text-align:center;border-radius:.25rem;padding:.15rem .4rem;color:#fff;background:#475569}
.GET{background:#1d4ed8}.POST{background:#047857}.PUT,.PATCH{background:#a44a08}.DELETE{background:#b91c1c}
.public{font-size:.75rem;border:1px solid var(--line);border-radius:1rem;padding:0 .5rem;color:var(--muted)}
.optional,.label{font-size:.8rem;font-weight:400;color:var(--muted)}.label{margin:.75rem 0 0}
.table{overflow:auto;margin:.75rem 0}table{border-collapse:collapse;width:100%;font-size:.875rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--line)}th{font-weight:600}
td,th{overflow-wrap:normal}.fields th{width:30%}.fields td:nth-child(2){width:22%}summary{cursor:pointer}details{margin:.5rem 0}
:target{scroll-margin-top:1rem}h3:target,tr:target{outline:2px solid var(--link);outline-offset:.35rem;border-radius:.25rem}
@media(max-width:56rem){.page{display:block;padding:0 1rem}nav{position:static;max-height:none;padding:1rem 0 0}nav ul ul,.fields thead{display:none}.fields tr{display:block;padding:.5rem 0;border-bottom:1px solid var(--line)}.fields th,.fields td,.fields td:nth-child(2){display:block;width:auto;padding:0;border:0}h1{font-size:1.6rem}h2{font-size:1.3rem}}`;
