"""What a person does in their browser: sign in, agree, sign out where asked, and take the pictures that the suite wants."""

import time
import urllib.parse

USER, PASSWORD = "lab-user", "lab-password"

# What kind of page of this server's is shown. Anything unknown is looked at and left alone.
LOOK = """realm => {
    const shows = selector => document.querySelector(selector) !== null;
    if (document.readyState !== 'complete' || window.answered) return 'moving';
    if (!location.href.startsWith(realm)) return 'elsewhere';
    if (shows('input[name=password]')) return 'sign-in';
    if (shows('button[name=consent][value=allow]')) return 'consent';
    if (shows('button[name=logout][value=yes]')) return 'sign-out';
    if (shows('#reference')) return 'error';
    return document.title.startsWith('You are signed out') ? 'signed-out' : 'page';
}"""

# A page is answered once: until the next one is there, the same is still to be seen.
ANSWERS = {
    "sign-in": """(user, password) => {
        const fill = (name, value) => document.querySelectorAll(`input[name=${name}]`).forEach(one => one.value = value);
        fill('username', user);
        fill('password', password);
        window.answered = true;
        document.querySelector('input[name=password]').form.querySelector('[type=submit]').click();
    }""",
    "consent": "() => { window.answered = true; document.querySelector('button[name=consent][value=allow]').click(); }",
    "sign-out": "() => { window.answered = true; document.querySelector('button[name=logout][value=yes]').click(); }",
}
PARTIES = "() => Array.from(document.querySelectorAll('.parties li'), one => one.innerText.replace(/\\s+/g, ' ').trim())"


FRAME = """address => {
    const frame = document.createElement('iframe');
    frame.onload = () => window.framed = true;
    frame.src = address;
    document.body.append(frame);
}"""


class Lost(Exception):
    """The person came to a page that does not lead on."""


class Person:
    def __init__(self, tab, realm):
        self.tab = tab
        self.realm = realm

    def goes_to(self, address, method="GET"):
        if method == "GET":
            return self.tab.open(address)
        base, _, query = address.partition("?")
        return self.tab.post(base, urllib.parse.parse_qsl(query, keep_blank_values=True))

    def sees(self):
        return self.tab.run(LOOK, self.realm) or "moving"

    def answers(self, page):
        if page in ANSWERS:
            self.tab.run(ANSWERS[page], *((USER, PASSWORD) if page == "sign-in" else ()))

    def where(self):
        return self.tab.run("() => location.href + ' ' + JSON.stringify(document.title)")

    def arrives(self, pages, seconds=30):
        """Answers what is asked on the way until one of those pages is shown."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            page = self.sees()
            if page in pages:
                return page
            if page == "error":
                break
            self.answers(page)
            time.sleep(0.2)
        raise Lost("came to %s instead of %s" % (self.where(), " or ".join(pages)))

    def comes_by_the_suite(self, login):
        """Signs in by a relying party that names the suite as identity provider, and ends at that relying party."""
        self.goes_to(self.realm + "/authorize?" + urllib.parse.urlencode(login))
        self.arrives(["elsewhere"])

    def signs_out(self):
        """By the portal's own link, and yes."""
        self.goes_to(self.realm)
        self.arrives(["page"])
        self.tab.run("realm => document.querySelector(`main a[href='${realm}/sign-out']`).click()", self.realm)

    def reads_who_was_told(self, seconds=30):
        self.arrives(["signed-out"], seconds)
        return self.tab.run(PARTIES) or []

    def loads_in_a_frame(self, address, seconds=15):
        """In the page that is shown."""
        self.tab.run(FRAME, address)
        until = time.monotonic() + seconds
        while not self.tab.run("() => window.framed === true"):
            if time.monotonic() > until:
                raise Lost("waits for the frame " + address)
            time.sleep(0.2)

    def is_signed_in(self):
        self.goes_to(self.realm)
        self.arrives(["page"])
        return self.tab.run("() => document.querySelector('main .people') !== null")
