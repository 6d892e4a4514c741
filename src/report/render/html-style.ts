/** The one style of the page. Sizes in rem and ch, so that a reader's own size of text is kept. */
export const PAGE_STYLE = `
:root{--ink:#1f2933;--quiet:#52606d;--line:#cbd2d9;--pale:#f5f7fa;--accent:#2f5d8a;--fill:#8a5a00}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:#fff;color:var(--ink);font:1rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif}
main{max-width:62rem;margin:0 auto;padding:2.5rem 1.5rem 5rem}
header{border-bottom:3px solid var(--ink);margin-bottom:1.5rem;padding-bottom:1rem}
h1{font-size:1.7rem;line-height:1.25;margin:0 0 .4rem;overflow-wrap:anywhere}
h2{font-size:1.25rem;margin:3rem 0 .8rem;padding-top:1rem;border-top:1px solid var(--line)}
h3{font-size:1.02rem;margin:1.8rem 0 .4rem}
p,li{max-width:75ch;overflow-wrap:anywhere}
ul{padding-left:1.3rem}
li{margin:.3rem 0}
.meta{color:var(--quiet);margin:0}
nav ul{columns:2;column-gap:2.5rem;list-style:none;padding:0;margin:0}
nav li{margin:.15rem 0;break-inside:avoid}
a{color:var(--accent)}
a:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
code{font:.88em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;background:var(--pale);border:1px solid #e4e7eb;border-radius:3px;padding:.05em .3em;overflow-wrap:anywhere}
pre{background:var(--pale);border:1px solid #e4e7eb;border-radius:4px;padding:.8rem 1rem;overflow-x:auto}
pre code{background:none;border:0;padding:0}
.scroll{overflow-x:auto;margin:1rem 0}
table{border-collapse:collapse;width:100%;font-size:.94rem}
caption{text-align:left;color:var(--quiet);padding-bottom:.4rem}
th,td{text-align:left;vertical-align:top;padding:.5rem .7rem;border-bottom:1px solid var(--line);overflow-wrap:break-word}
thead th{border-bottom:2px solid var(--ink);font-weight:600}
.cite{font-size:.78em;text-decoration:none;border-bottom:1px dotted;white-space:nowrap}
.status{font-size:.8em;font-weight:600;border:1px solid;border-radius:3px;padding:.05em .4em;margin-right:.25em;white-space:nowrap}
.observed{color:#1d5235;border-style:solid}
.suspected{color:#7a4a00;border-style:dashed}
.unknown{color:var(--quiet);border-style:dotted}
.fill{display:inline-block;border:1.5px dashed var(--fill);border-radius:4px;padding:.15em .6em;background:#fffaf0}
.fill b{color:var(--fill)}
figure{margin:1.5rem 0;break-inside:avoid}
figure .scroll{margin:0}
figure svg{display:block;max-width:100%;height:auto}
figcaption{color:var(--quiet);font-size:.92rem;margin-top:.5rem}
.evidence{font-size:.88rem;list-style:none;padding:0}
.evidence>li{border-bottom:1px solid #e4e7eb;padding:.5rem 0;max-width:none;break-inside:avoid}
.evidence ul{margin:.2rem 0}
:target{background:#fff7d6}
@media (max-width:40rem){nav ul{columns:1}main{padding:1.2rem 1rem 3rem}}
@media print{main{max-width:none;padding:0}nav{display:none}a{color:inherit}h2{break-after:avoid}h3{break-after:avoid}tr{break-inside:avoid}.scroll{overflow:visible}}
@page{margin:18mm}
`;
