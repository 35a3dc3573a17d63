/** How the page looks, on a desk and on a phone, by day and by night. */
export const style = `
:root{color-scheme:light dark;--line:#8884;--accent:light-dark(#1456d9,#8ab4ff);--card:light-dark(#fff,#1d2126);
--back:light-dark(#f3f5f8,#121518);font:15px/1.5 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","WenQuanYi Zen Hei",sans-serif}
*{box-sizing:border-box}
body{margin:0;background:var(--back);overflow-wrap:anywhere}
header,main{max-width:90rem;margin:0 auto;padding:.6rem 1rem}
h1{font-size:1.25rem;margin:.2rem 0}h2{font-size:1.15rem;margin:1.6rem 0 .4rem}h3{font-size:1rem;margin:0 0 .4rem}
nav{display:flex;flex-wrap:wrap;gap:.3rem}
nav a{padding:.35rem .8rem;border:1px solid var(--line);border-radius:2rem;color:inherit;text-decoration:none;background:var(--card)}
nav a[aria-current]{background:var(--accent);color:light-dark(#fff,#111);border-color:var(--accent)}
section,.phone{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:.7rem .9rem;margin:.6rem 0}
.all section.empty{display:none}
.top{display:grid;grid-template-columns:17rem minmax(0,1fr);gap:1rem;align-items:start}
#phone{border:.5rem solid light-dark(#222,#555);border-radius:1.6rem;text-align:center;min-height:17rem}
#phone .code{font-size:2.4rem;letter-spacing:.15em;font-weight:700;border:0;background:none;color:var(--accent);padding:0}
#phone li{list-style:none;border-top:1px solid var(--line);padding:.3rem 0;text-align:left}#phone ul{padding:0;margin:.8rem 0 0}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.3rem .5rem;border-top:1px solid var(--line);vertical-align:top}
th{border:0;font-weight:600;opacity:.75}:is(th,td):first-child{min-width:7rem}
code{font-size:.9em}pre{white-space:pre-wrap;margin:.2rem 0;font-size:.9em}mark{background:#d334;color:inherit}
.bad{color:light-dark(#c22,#f77)}.ok{color:light-dark(#16762a,#6d7)}.faded{opacity:.7}
.refused td:first-child{border-left:4px solid #d33}.accepted td:first-child{border-left:4px solid #2a2}.faulted td:first-child{border-left:4px solid #e80}
button,input,select,textarea{font:inherit;padding:.25rem .55rem;border:1px solid #8888;border-radius:.4rem;max-width:100%;background:var(--card);color:inherit}
button{cursor:pointer;margin:.1rem 0}button:hover{border-color:var(--accent)}
.copy{border-style:dashed;padding:.1rem .4rem;text-align:left;white-space:nowrap}.time{white-space:nowrap}
td>.faded,td>.bad{display:block}
[id^=page] thead{display:none}[id^=page] :is(table,tbody,tr,td){display:block;width:100%}
[id^=page] tr{border-top:1px solid var(--line);padding:.3rem 0}[id^=page] td{border:0;padding:.1rem .3rem}
[id^=page] td:not(:first-child){display:inline-block;width:auto}[id^=page] td::before{display:none!important}
input[name=url]{width:26rem}a{color:var(--accent)}.copy:active{background:var(--accent)}
.field{display:inline-flex;max-width:100%;flex-wrap:wrap;gap:.3rem;align-items:center;margin:.1rem .4rem .1rem 0}
textarea{width:100%;min-width:14rem}.field:has(textarea){width:100%}
div.group{margin:.4rem 0}summary{cursor:pointer}details>summary{opacity:.8}
.developer{margin:.6rem 0}.developer>summary{padding:.4rem 0}
#filter{display:flex;flex-wrap:wrap;gap:.4rem;align-items:center}
#said{position:fixed;right:1rem;bottom:1rem;max-width:calc(100vw - 2rem);padding:.5rem .9rem;border-radius:.5rem;background:var(--card);border:1px solid currentColor;z-index:1}
#said:empty{display:none}.lost header::after{content:"沙箱没有响应 The sandbox does not answer";color:#d33}
@media (max-width:800px){
.top{grid-template-columns:minmax(0,1fr)}header,main{padding:.5rem}
thead{display:none}table,tbody,tr,td{display:block;width:100%}
tr{border-top:2px solid var(--line);padding:.4rem 0}td{border:0;padding:.1rem .3rem}td:first-child{min-width:0}td:empty{display:none}
td[data-head]::before{content:attr(data-head);display:block;font-size:.8em;opacity:.65}
button,.copy{padding:.4rem .6rem}}
`;
