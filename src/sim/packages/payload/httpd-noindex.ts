/** The page that a server without documents shows, in our words. */
export const NOINDEX = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>HTTP Server Test Page powered by CentOS</title>
</head>
<body>
<h1>HTTP Server Test Page</h1>
<p>This page tests whether the web server of this host works. You see it, so it does; documents have not been put in place yet.</p>
<h2>If you are a visitor</h2>
<p>The owner of this site has not published anything, or is working on it. Come back later.</p>
<h2>If you look after this server</h2>
<p>Put your documents into <code>/var/www/html/</code>. As long as there are none, this page is shown; to be rid of it, follow what is
written in <code>/etc/httpd/conf.d/welcome.conf</code>.</p>
</body>
</html>
`;
