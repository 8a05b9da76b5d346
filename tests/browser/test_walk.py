"""One full walk round the loop, in a browser, as the people it names; and what each role finds."""

import re
import urllib.request
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
from playwright.sync_api import expect

PRACTICE = "Limit work in progress"
PRACTICE_PAGE = "/knowledge/practices/limit-work-in-progress/"
WORKSHOP = "Running a board that tells the truth"
WORKSHOP_PAGE = "/events/running-a-board/"
TITLE = "Billing portal: the kingfisher release"
LONDON = ZoneInfo("Europe/London")
RIGHT_ANSWERS = [
    "Leave it in build and help review one of the three",
    "12 days",
    "The team takes 12, a quarter off and rounded down, and holds it for two weeks",
    "The team writes limits on single columns, beginning with the one where cards pile up",
    "Let in what cannot wait, send something back for it, and write it down",
    "A ready mark, so that others see what they may take",
    "A board that is walked from the right each morning",
    "A clear order, and the agreement to take the top card",
    "Leave the limit and solve the Monday report with the people who need it",
]


def test_one_walk_round_the_loop(visitor):
    """Sign in, gap, practice, evidence, lesson, quiz, workshop, calendar, retrospective, evidence again, search."""
    nadia = visitor().sign_in("nadia.rahman")
    expect(nadia.page.get_by_role("heading", name="My week", level=1)).to_be_visible()
    expect(nadia.page.get_by_role("region", name="Lap 3").get_by_role("link", name="Team Kestrel")).to_be_visible()

    follow_a_gap_to_its_practice(nadia)
    read_the_evidence(nadia)
    take_a_lesson(nadia)
    hand_in_the_quiz(nadia)
    register_the_team(nadia)
    subscribe_to_the_calendar(nadia)

    amara = visitor("amara.osei")
    see_the_place(amara)
    count_the_evidence(amara, "Tried in 9 projects: helped 6, mixed 2, hurt 1.")
    write_a_retrospective(nadia)
    look_back(nadia)
    count_the_evidence(amara, "Tried in 10 projects: helped 7, mixed 2, hurt 1.")
    notice(amara)
    find_it_by_search(amara)
    count_the_evidence(visitor("elif.sahin"), "Tried in 10 projects: helped 7, mixed 2, hurt 1.")
    count_the_evidence(visitor(), "Tried in 6 projects: helped 4, mixed 2.")


def follow_a_gap_to_its_practice(nadia):
    page = nadia.page
    page.get_by_role("navigation", name="The loop of Team Kestrel").get_by_role("link", name="See the gaps").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lap 3: feedback is up, flow of work is the gap")
    gap = page.get_by_role("article").filter(has_text="Gap: Flow of work, 2.1")
    expect(gap).to_contain_text("Chosen for this lap")
    expect(gap).to_contain_text("9 projects: helped 6, mixed 2, hurt 1")
    gap.get_by_role("link", name=PRACTICE, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(PRACTICE)


def count_the_evidence(reader, sentence):
    reader.go(PRACTICE_PAGE)
    expect(reader.page.get_by_role("region", name="Evidence")).to_contain_text(sentence)


def read_the_evidence(nadia):
    page = nadia.page
    count_the_evidence(nadia, "Tried in 9 projects: helped 6, mixed 2, hurt 1.")
    notches = page.get_by_role("list", name="Projects, oldest first")
    expect(notches.get_by_role("link")).to_have_count(10)
    expect(notches.get_by_role("link").last).to_have_accessible_name(re.compile("Your project could be next"))
    notches.get_by_role("link", name="Hurt: Tariff engine").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tariff engine: a limit we did not choose")
    expect(page.get_by_role("main")).to_contain_text("Team Avocet")
    expect(page.get_by_role("main").get_by_role("link", name=PRACTICE).first).to_be_visible()


def take_a_lesson(nadia):
    page = nadia.page
    nadia.go("/learn/courses/limit-the-work/")
    expect(page.get_by_role("region", name="Lessons")).to_contain_text("1 of 4 done")
    page.get_by_role("link", name="Continue lesson 2").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Make the limit visible")
    page.get_by_role("button", name="Mark as done").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Walk the board from the right")
    nadia.go("/learn/courses/limit-the-work/")
    expect(page.get_by_role("region", name="Lessons")).to_contain_text("2 of 4 done")


def hand_in_the_quiz(nadia):
    page = nadia.page
    page.get_by_role("link", name="Check what you can hold").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check what you can hold")
    source = page.content()
    for telling in ("is_right", "data-answer", "Average time is open cards divided by"):
        assert telling not in source
    for answer in RIGHT_ANSWERS:
        page.get_by_label(answer, exact=True).check()
    page.get_by_role("button", name="Hand in my answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Passed with 6 of 6 points")
    expect(page.get_by_role("main")).to_contain_text("Right, 1 of 1 point")


def register_the_team(nadia):
    page = nadia.page
    nadia.go(WORKSHOP_PAGE)
    expect(page.get_by_text("6 of 18 left")).to_be_visible()
    page.get_by_role("radio", name="My team").check()
    people = page.get_by_role("group", name="People of team Kestrel")
    for name in ("Henrik Sæther", "Lerato Nkosi", "Owen Probert", "Tomasz Wójcik"):
        people.get_by_role("checkbox", name=name).uncheck()
    page.get_by_role("button", name="Register 3 people").click()
    expect(page.get_by_text("3 of 18 left")).to_be_visible()
    place = page.get_by_role("region", name="Your place")
    expect(place).to_contain_text("You are registered")
    expect(place.get_by_role("listitem")).to_contain_text(["Amara Osei Registered", "Marie Dubois Registered"])


def subscribe_to_the_calendar(nadia):
    page = nadia.page
    shown = page.get_by_role("definition").get_by_role("time").first.text_content().strip()
    day = datetime.strptime(shown, "%a %d %B %Y").date()
    nadia.go("/events/mine/")
    expect(page.get_by_role("region", name="Coming up").get_by_role("link", name=WORKSHOP)).to_be_visible()
    page.get_by_role("button", name="Make my private address").click()
    address = page.get_by_label("Private address").input_value()
    assert address.startswith(f"{nadia.portal}/calendar/")

    with urllib.request.urlopen(address, timeout=60) as answer:
        assert answer.headers.get_content_type() == "text/calendar"
        feed = icalendar.Calendar.from_ical(answer.read())
    coming = recurring_ical_events.of(feed).between(date.today(), date.today() + timedelta(days=90))
    found = [each for each in coming if str(each["SUMMARY"]) == WORKSHOP]
    assert [each["DTSTART"].dt for each in found] == [datetime.combine(day, time(9, 30), tzinfo=LONDON)]
    assert found[0]["DTEND"].dt == datetime.combine(day, time(12), tzinfo=LONDON)
    assert "Weir House" in str(found[0]["LOCATION"])

    nadia.go("/events/mine/")
    expect(page.get_by_label("Private address")).to_have_count(0)


def see_the_place(amara):
    """Whoever was registered by somebody else is told, and finds the place under her own registrations."""
    amara.go("/notifications/")
    expect(amara.page.get_by_role("main")).to_contain_text(WORKSHOP)
    amara.go("/events/mine/")
    coming = amara.page.get_by_role("region", name="Coming up")
    expect(coming.get_by_role("article").filter(has_text=WORKSHOP)).to_contain_text("You are registered")


def write_a_retrospective(nadia):
    page = nadia.page
    nadia.go("/laps/kestrel/3/")
    page.get_by_role("link", name="Prepare the retrospective").click()
    page.get_by_role("textbox", name="Title").fill(TITLE)
    page.get_by_label("Project (optional)").select_option(label="None")
    expect(page.get_by_label("It looks back on this lap (optional)").locator(":checked")).to_contain_text("lap 3")
    page.get_by_label("In short (optional)").fill("Twelve open cards, and the release went out on a Tuesday.")
    page.get_by_label("What went well (optional)").fill("Nobody started anything on Thursday.\nThe sheet by the board.")
    used = page.get_by_role("group", name="Practice 1")
    expect(used.get_by_label("Practice", exact=True).locator(":checked")).to_have_text(PRACTICE)
    used.get_by_label("What it did").select_option(label="Helped")
    used.get_by_label("In your words (optional)").fill("It held, because we had chosen the number.")
    page.get_by_role("radio", name="Everyone who signs in here").check()
    page.get_by_role("button", name="Save the retrospective").click()
    expect(page.get_by_role("main").or_(page.get_by_role("status"))).to_contain_text(
        ["Your retrospective is saved"], use_inner_text=True
    )


def look_back(nadia):
    """The lap has its look back, and ends with what the team makes of the practice."""
    page = nadia.page
    expect(page.get_by_role("heading", level=1)).to_have_text("End this lap")
    page.get_by_role("radio", name="Helped").check()
    page.get_by_role("radio", name="Keep it").check()
    page.get_by_label("What you learned (optional)").fill("Breaks came from two people, not from the release.")
    page.get_by_role("button", name="End this lap").click()
    nadia.go("/laps/kestrel/3/")
    happened = page.get_by_role("region", name="What happened")
    expect(happened.get_by_role("listitem").filter(has_text="Look back")).to_contain_text(TITLE)
    expect(happened.get_by_role("listitem").filter(has_text="Quiz passed").last).to_be_visible()


def notice(amara):
    """The practice page and the team's page show what was written."""
    expect(amara.page.get_by_role("region", name="What teams wrote")).to_contain_text(TITLE)
    amara.go("/teams/kestrel/")
    expect(amara.page.get_by_role("link", name=TITLE).first).to_be_visible()


def find_it_by_search(amara):
    page = amara.page
    amara.go("/search/?q=kingfisher")
    expect(page.get_by_role("heading", level=1)).to_have_text("Results for “kingfisher”")
    expect(page.get_by_role("heading", level=2).get_by_role("link", name=TITLE)).to_be_visible()
    expect(page.get_by_role("main").locator("mark").first).to_have_text("kingfisher")

    page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog", name="Search the portal")
    expect(dialog).to_be_visible()
    page.keyboard.type("kingf")
    suggestion = dialog.get_by_role("list", name="Suggestions").get_by_role("link", name=TITLE)
    expect(suggestion).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(suggestion).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def test_a_new_member_of_staff_takes_the_next_lesson_of_his_path(visitor):
    """Sam resumes where he stopped, and his path counts the lesson."""
    sam = visitor("sam.reid")
    page = sam.page
    sam.go("/")
    expect(page.get_by_role("region", name="Where you left off")).to_contain_text("3 of 13 lessons")
    page.get_by_role("link", name="Agile ground rules , Continue lesson 4").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Show it while it can still change")
    page.get_by_role("button", name="Mark as done").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("One lap at a time")
    sam.go("/learn/agile-ground-rules/")
    expect(page.get_by_role("region", name="Why", exact=True)).to_contain_text("4 of 5 done")
    sam.go("/")
    expect(page.get_by_role("region", name="Where you left off")).to_contain_text("4 of 13 lessons")


def test_a_coach_sees_the_teams_he_helps_and_may_schedule_events(visitor):
    """Jonas has four teams: their assessments and their own retrospectives, and no other team's."""
    jonas = visitor("jonas.lindqvist")
    page = jonas.page
    jonas.go("/assess/")
    for team in ("Kestrel", "Heron", "Siskin", "Teal"):
        expect(page.get_by_role("region", name=f"Team {team}")).to_be_visible()
    expect(page.get_by_role("main")).not_to_contain_text("Avocet")
    assert jonas.go("/retrospectives/contact-desk-the-queue-times-story/") == 200
    assert jonas.go("/assess/swift/1/") == 404
    assert jonas.go("/laps/new/?team=siskin") == 200
    jonas.go("/events/")
    page.get_by_role("link", name="Schedule an event").click()
    expect(page).to_have_url(re.compile("/events/new/"))
    expect(page.get_by_role("textbox", name="Title")).to_be_visible()


def test_the_pmo_lead_sees_the_whole_and_no_single_team(visitor):
    """Grace reads figures over all teams, and no team's own assessment."""
    grace = visitor("grace.whitlock")
    page = grace.page
    grace.go("/insights/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Insights")
    expect(page.get_by_role("main")).to_contain_text("of 12 teams are on a lap")
    assert grace.go("/assess/kestrel/3/") == 404
    assert visitor("amara.osei").go("/insights/") == 403


def test_an_editor_changes_a_practice_and_search_finds_it(visitor):
    """Oskar edits a summary in Wagtail's editor, Ines approves it; a reader finds its rare word at once."""
    oskar = visitor("oskar.brandt")
    page = oskar.page
    oskar.go("/cms/")
    page.get_by_role("main").get_by_label("Search term").fill("Stop-starting day")
    page.get_by_role("main").get_by_label("Search term").press("Enter")
    page.get_by_role("main").get_by_role("link", name="Stop-starting day").first.click()
    page.get_by_role("textbox", name="Summary").fill("A day on which nobody starts anything: the pelargonium day.")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name=re.compile("Submit to Review by those who know")).click()
    expect(page.get_by_text("has been submitted for moderation")).to_be_visible()
    takumi = visitor("takumi.ishikawa")
    takumi.go("/search/?q=pelargonium")
    expect(takumi.page.get_by_role("main").get_by_role("article")).to_have_count(0)

    ines = visitor("admin")
    ines.go("/cms/")
    waiting = ines.page.get_by_role("region", name="Awaiting your review")
    waiting.get_by_role("link", name="Stop-starting day").click()
    ines.page.get_by_role("button", name="More actions").click()
    ines.page.locator("[data-workflow-action-name=approve]").first.click()
    expect(ines.page.get_by_role("heading", level=1)).to_contain_text("Practices")
    takumi.go("/search/?q=pelargonium")
    expect(takumi.page.get_by_role("heading", level=2).get_by_role("link", name="Stop-starting day")).to_be_visible()
    expect(takumi.page.get_by_role("main").locator("mark").first).to_have_text("pelargonium")
    takumi.go("/knowledge/practices/stop-starting-day/")
    expect(takumi.page.get_by_text("the pelargonium day")).to_be_visible()


def test_an_administrator_runs_the_portal_and_reads_no_teams_own_things(visitor):
    """Ines manages people and the brand; a team's own retrospective and assessment are the team's."""
    ines = visitor("admin")
    page = ines.page
    assert ines.go("/cms/users/") == 200
    assert ines.go("/cms/settings/themes/brandsettings/") == 200
    expect(page.get_by_label("Name").first).to_be_visible()
    ines.go("/teams/")
    page.get_by_role("link", name="Make a team").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert ines.go("/retrospectives/billing-portal-direct-debit-date/") == 404
    assert ines.go("/assess/kestrel/3/") == 404
