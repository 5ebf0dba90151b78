"""What the bot says of itself in Telegram, a language a value; answers are worded in `bot.replies`."""

from __future__ import annotations

from dataclasses import dataclass

from bot.language.speech import Language, of_locale


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Every text of this channel in one language; names in braces are filled in."""

    language: Language
    greeting: str
    try_asking: str
    help: str
    help_admin: str
    commands: tuple[tuple[str, str], ...]
    ask_usage: str
    only_text: str
    unknown_command: str
    contents: str
    documents: str
    section: str
    page: str
    tap_number: str
    previous: str
    next: str
    up: str
    stale: str
    source: str
    source_figures: str
    source_loaded: str
    reloaded: str
    unchanged: str
    added: str
    removed: str
    changed: str
    renamed: str
    vocabulary: str
    thresholds: str
    and_more: str
    and_more_documents: str
    refused: str
    failed: str
    left_out: str
    status: str
    on: str
    off: str
    nothing_found: str
    nothing_asked: str
    apology: str
    slow_down: str
    admin_commands: tuple[tuple[str, str], ...]
    today: str
    this_week: str
    stats: str
    nothing_kept: str
    unanswered: str
    none_unanswered: str
    times: str
    probably: str
    tell_me: str
    will_tell: str
    now_answered: str
    asked_a_day: str
    last_days: str
    outcomes: tuple[str, str, str]
    digest: str
    digest_off: str
    more_unanswered: str
    name: str
    description: str
    short_description: str
    deaf: str
    welcome: str
    welcome_deaf: str
    original: str
    passage: str
    chart: str
    copy: str
    share: str
    highest: str
    more: str
    thanks: str
    sorry: str
    choose_language: str
    by_question: str
    language_set: str
    settings: str
    settings_language: str
    privacy: str
    remembered: str
    shared: str
    language_remembered: str
    language_kept: str
    kept: str
    only_counted: str
    forgotten: str
    voice: str
    picture: str
    sticker: str
    location: str
    edited_away: str


ZH = Wording(
    language="zh",
    greeting="您好,我是问数。问我资料里的数字,我给出原数、单位、时间和原文;资料没写的,我会直说。",
    try_asking="可以这样问:",
    help=(
        "直接发送问题,例如“……是多少”“……完成了多少”“哪些超额完成”;两三个字的简称也可以。\n"
        "可以接着追问:“那目标呢”。有几个数字都符合时,请点按钮选择。\n"
        "\n"
        "/ask 问题 — 提问(群里请用 /ask@{bot} 问题,或回复我的消息)\n"
        "/why — 上一个回答的依据\n"
        "/list — 资料里有哪些数字\n"
        "/source — 正在使用的资料\n"
        "/settings — 设置;/privacy — 我记住什么\n"
        "/help — 使用说明\n"
        "\n"
        "在任何聊天里输入 @{bot} 加几个字,可以直接查数。"
    ),
    help_admin=(
        "直接把文件发给我 — 读取后由您决定加入或放弃\n"
        "/versions — 资料的各个版本\n"
        "/rollback — 撤销最近一次改动\n"
        "/reload — 重新读取资料\n"
        "/status — 运行情况\n"
        "/stats — 大家问了多少\n"
        "/unanswered — 哪些没有答上"
    ),
    commands=(
        ("ask", "提问:/ask 问题"),
        ("why", "上一个回答的依据"),
        ("list", "资料里有哪些数字"),
        ("source", "正在使用的资料"),
        ("language", "回答的语言"),
        ("settings", "设置"),
        ("privacy", "我记住什么"),
        ("forget", "忘掉关于我的一切"),
        ("help", "使用说明"),
    ),
    ask_usage="请在 /ask 后面写上问题,例如:/ask {example}",
    only_text="我只读文字。请把问题写成文字发给我。",
    unknown_command="没有这个命令。发送 /help 查看可用的命令。",
    contents="资料内容",
    documents="资料",
    section="{title}({count} 项)",
    page="第 {page}/{pages} 页",
    tap_number="点数字看原文",
    previous="‹ 上一页",
    next="下一页 ›",
    up="« 返回",
    stale="资料已经更新,这一项不在了。请重新提问。",
    source="{publisher} · 发布日期 {date} · 数据时间 {period}",
    source_figures="{figures} 个数字",
    source_loaded="读取时间:{loaded}",
    reloaded="已重新读取资料,现有 {figures} 个数字。",
    unchanged="内容没有变化。",
    added="新增 {count} 项:",
    removed="删除 {count} 项:",
    changed="修改 {count} 项:",
    renamed="名称有改动 {count} 项:",
    vocabulary="词表有改动。",
    thresholds="阈值有改动。",
    and_more="……等 {count} 项",
    and_more_documents="……共 {count} 份,/list 可以逐份查看",
    refused="资料有 {count} 处错误,没有更新,仍在使用 {loaded} 读取的资料:",
    failed="重新读取时出了意外({reason}),没有更新,原来的资料照常使用。",
    left_out="有 {count} 处要处理;涉及的资料或更正没有采用,原来有的照旧,其余照常:",
    status=(
        "问数 {version}\n"
        "已运行:{uptime}\n"
        "资料:{documents} 份,{figures} 个数字,{loaded} 读取\n"
        "文件夹:{folder}\n"
        "内联查询(@{bot} …):{inline}\n"
        "读取群里全部消息:{privacy}"
    ),
    on="已开启",
    off="未开启(在 @BotFather 设置)",
    nothing_found="资料里没有符合的数字",
    nothing_asked="这里还没有问过问题。",
    apology="抱歉,处理这条消息时出了问题,请再试一次。",
    slow_down="您发得太快了,前面的问题正在一个个回答。后面发来的我先不看了,请等答完再问。",
    admin_commands=(
        ("versions", "资料的各个版本"),
        ("rollback", "撤销最近一次改动"),
        ("reload", "重新读取资料"),
        ("status", "运行情况"),
        ("stats", "大家问了多少"),
        ("unanswered", "哪些没有答上"),
    ),
    today="今天",
    this_week="最近七天",
    stats=(
        "问了 {questions} 次:答出 {answered},给出选择 {choices},没答上 {declined}\n"
        "👍 {ups} · 👎 {downs}\n"
        "用时:一半在 {p50} 毫秒以内,百分之九十九在 {p99} 毫秒以内"
    ),
    nothing_kept="没有保留大家问了什么(WENSHU_KEEP_DAYS 为 0)。",
    unanswered="没答上或答得不好的问题有 {count} 种,问得最多的在前:",
    none_unanswered="没有答不上的问题。",
    times="{number}. {count} 次:{question}",
    probably="\n可能是指 {figure}",
    tell_me="🔔 有答案时告诉我",
    will_tell="好的,等资料里有了答案,我告诉您一次。",
    now_answered="您问过“{question}”,现在有答案了:",
    asked_a_day="每天的提问",
    last_days="最近 {days} 天 · 共 {count} 次",
    outcomes=("答出", "给出选择", "没答上"),
    digest="本周的问数",
    digest_off="每周一次。设 WENSHU_DIGEST=off 就不再发。",
    more_unanswered="/unanswered — 逐个处理",
    name="问数",
    description=(
        "我是问数,专查资料里的数字:给出原数、单位、时间和原文,资料没写的会直说。\n\n"
        "点下面的“开始”,直接发问题就行,例如“满意率是多少”。"
    ),
    short_description="查资料里的数字,给出原数和原文;没写的会直说。",
    deaf=(
        "隐私模式开着:群里只写 @{bot} 的消息我收不到,只收得到 /ask@{bot} 和对我消息的回复。要收到 @,"
        "请在 @BotFather 用 /setprivacy 关闭隐私模式,再把我移出群重新加入。"
    ),
    welcome="大家好,我是问数,专查资料里的数字。在群里请这样问:/ask@{bot} 问题,或者回复我的消息。",
    welcome_deaf="只写 @{bot} 的消息我收不到(隐私模式)。",
    original="原文",
    passage="{label} · 原文",
    chart="图表",
    copy="复制",
    share="分享",
    highest="同表最高",
    more="更多",
    thanks="谢谢!",
    sorry="记下了,谢谢。可以换个说法再问一次。",
    choose_language="用哪种语言回答?",
    by_question="按问题的语言",
    language_set="好的,以后用中文回答。",
    settings="设置\n回答的语言:{language}\n\n/language — 改语言\n/privacy — 我记住什么\n/forget — 全部忘掉",
    settings_language="中文",
    privacy=(
        "我记住什么:\n"
        "{about}\n"
        "{language}\n"
        "· 还没答完的消息,答完就清掉,最多留一天,免得重复回答。\n"
        "{kept}\n"
        "不发给任何别人。/forget 可以马上全部忘掉。"
    ),
    remembered="· 您最近几个问题讲的是什么,好让您接着追问;10 分钟后不再用,重启就没有了。",
    shared="· 您最近几个问题讲的是什么,好让您接着追问,10 分钟后删掉;回复我的某条消息也能接着问,为此留一天。",
    language_remembered="· 您选的语言,重启就没有了。",
    language_kept="· 您选的语言,留到您改掉或让我忘掉为止。",
    kept=(
        "· 问题的文字和您的评价,留 {days} 天,用来改进;是谁问的只存一个认不出人的代号。\n"
        "· 您点了“有答案时告诉我”的问题,连同在哪个聊天告诉您;告诉了就删,最多留 {days} 天。"
    ),
    only_counted="· 哪些数字被问得多,只记次数,不记是谁。",
    forgotten="好,关于您的都忘掉了。",
    voice="我听不了语音。请把问题写成文字发给我。",
    picture="我看不了图片和视频。请把问题写成文字,或写在图片的说明里。",
    sticker="表情收到啦!想查数字,直接写问题就行。",
    location="我不看位置。想问哪里的数字,请写出来,例如“满意率是多少”。",
    edited_away="(回答已合并到上面)",
)

EN = Wording(
    language="en",
    greeting=(
        "Hello, this is 问数 Wenshu. Ask me for a figure: I give it as printed, with its unit, its period "
        "and the sentence it stands in, or I say that the documents do not say."
    ),
    try_asking="You can ask for:",
    help=(
        "Just send a question, such as “what is …”, “how many …”, “which … exceeded the target”; "
        "a short name will do.\n"
        "You can go on from there: “and the target?”. Where several figures fit, pick one by its button.\n"
        "\n"
        "/ask question — ask (in groups: /ask@{bot} question, or reply to one of my messages)\n"
        "/why — what the last answer rests on\n"
        "/list — the figures the documents hold\n"
        "/source — the documents in use\n"
        "/settings — settings; /privacy — what I remember\n"
        "/help — this text\n"
        "\n"
        "In any chat, type @{bot} and a few letters to look a figure up."
    ),
    help_admin=(
        "Send me a file — I read it, and you decide whether to add it\n"
        "/versions — versions of the documents\n"
        "/rollback — take the last change back\n"
        "/reload — read the documents again\n"
        "/status — how the bot is doing\n"
        "/stats — how much is asked\n"
        "/unanswered — what got no answer"
    ),
    commands=(
        ("ask", "Ask: /ask question"),
        ("why", "What the last answer rests on"),
        ("list", "The figures the documents hold"),
        ("source", "The documents in use"),
        ("language", "Language of the answers"),
        ("settings", "Settings"),
        ("privacy", "What I remember"),
        ("forget", "Forget all about me"),
        ("help", "How to ask"),
    ),
    ask_usage="Write the question after /ask, for example: /ask {example}",
    only_text="I can only read text. Please write your question.",
    unknown_command="There is no such command. Send /help to see those there are.",
    contents="Contents",
    documents="Documents",
    section="{title} ({count})",
    page="Page {page} of {pages}",
    tap_number="tap a number for the source",
    previous="‹ Previous",
    next="Next ›",
    up="« Back",
    stale="The documents have been updated and this is no longer there. Please ask again.",
    source="{publisher} · published {date} · figures for {period}",
    source_figures="{figures} figures",
    source_loaded="Loaded: {loaded}",
    reloaded="The documents have been read again: {figures} figures.",
    unchanged="Nothing has changed.",
    added="Added ({count}):",
    removed="Removed ({count}):",
    changed="Changed ({count}):",
    renamed="Other names ({count}):",
    vocabulary="The vocabulary has changed.",
    thresholds="The thresholds have changed.",
    and_more="… {count} in all",
    and_more_documents="… {count} in all; /list shows each of them",
    refused="Nothing was updated, there are faults ({count}). Still in use: what was loaded {loaded}.",
    failed="Something unexpected went wrong ({reason}). Nothing was updated; what was in use stays in use.",
    left_out="To be mended ({count}); what it concerns is left out or stays as it was, all else is in use:",
    status=(
        "Wenshu {version}\n"
        "Up for: {uptime}\n"
        "Documents: {documents}, {figures} figures, loaded {loaded}\n"
        "Folder: {folder}\n"
        "Inline mode (@{bot} …): {inline}\n"
        "Reads all group messages: {privacy}"
    ),
    on="on",
    off="off (set with @BotFather)",
    nothing_found="No figure of the documents fits",
    nothing_asked="Nothing has been asked here yet.",
    apology="Sorry, something went wrong with this message. Please try again.",
    slow_down=(
        "That is faster than I can answer. Your earlier questions are being answered one by one; "
        "please ask the later ones again after that."
    ),
    admin_commands=(
        ("versions", "Versions of the documents"),
        ("rollback", "Take the last change back"),
        ("reload", "Read the documents again"),
        ("status", "How the bot is doing"),
        ("stats", "How much is asked"),
        ("unanswered", "What got no answer"),
    ),
    today="Today",
    this_week="The last seven days",
    stats=(
        "{questions} questions: {answered} answered, {choices} offered choices, {declined} declined\n"
        "👍 {ups} · 👎 {downs}\n"
        "Time: half within {p50} ms, 99 of 100 within {p99} ms"
    ),
    nothing_kept="What people ask is not kept (WENSHU_KEEP_DAYS is 0).",
    unanswered="{count} kinds of questions got no answer or a bad one, the most frequent first:",
    none_unanswered="Every question got an answer.",
    times="{number}. {count} ×: {question}",
    probably="\nProbably meant: {figure}",
    tell_me="🔔 Tell me when there is an answer",
    will_tell="All right, once the documents have an answer, I tell you, one time.",
    now_answered="You asked “{question}”. There is an answer now:",
    asked_a_day="Questions a day",
    last_days="last {days} days · {count} in all",
    outcomes=("answered", "choices", "declined"),
    digest="Wenshu this week",
    digest_off="Once a week. WENSHU_DIGEST=off ends it.",
    more_unanswered="/unanswered — see to them one by one",
    name="Wenshu",
    description=(
        "I look up the figures of documents: as printed, with unit, period and the sentence they stand in. "
        "What the documents do not say, I say so.\n\n"
        "Tap Start and send a question, such as “what is the satisfaction rate”."
    ),
    short_description="Figures of documents, as printed and with their sentence; or that they are not there.",
    deaf=(
        "Privacy mode is on: in groups a message that only says @{bot} does not reach me, only /ask@{bot} and "
        "replies to my messages do. To let mentions through, switch it off with /setprivacy at @BotFather, then "
        "remove me from the group and add me again."
    ),
    welcome=(
        "Hello everybody, this is 问数 Wenshu. I look up figures of documents. Here, ask with /ask@{bot} question, "
        "or reply to one of my messages."
    ),
    welcome_deaf="A message that only says @{bot} does not reach me (privacy mode).",
    original="Source text",
    passage="{label} · source text",
    chart="Chart",
    copy="Copy",
    share="Share",
    highest="Highest of table",
    more="More",
    thanks="Thank you!",
    sorry="Noted, thank you. You may ask again in other words.",
    choose_language="In which language shall I answer?",
    by_question="That of the question",
    language_set="All right, I answer in English from now on.",
    settings=(
        "Settings\nLanguage of answers: {language}\n\n"
        "/language — change it\n/privacy — what I remember\n/forget — forget all of it"
    ),
    settings_language="English",
    privacy=(
        "What I remember:\n"
        "{about}\n"
        "{language}\n"
        "· Messages that are not answered yet; cleared when they are, kept for a day at the most so that none is "
        "answered twice.\n"
        "{kept}\n"
        "Nobody else gets any of it. /forget forgets it all at once."
    ),
    remembered=(
        "· What your last few questions were about, so that you can go on from them; not used after 10 minutes, "
        "gone with a restart."
    ),
    shared=(
        "· What your last few questions were about, so that you can go on from them, for 10 minutes; and from a "
        "reply to one of my messages, for a day."
    ),
    language_remembered="· The language you chose, until a restart.",
    language_kept="· The language you chose, until you change it or have me forget it.",
    kept=(
        "· Questions and what you think of answers, for {days} days, so as to do better; who asked stands there "
        "only as a code that tells nobody.\n"
        "· Questions you want to be told the answer to, with the chat to tell you in; until you are told, or for "
        "{days} days."
    ),
    only_counted="· How often each figure is asked for, not by whom.",
    forgotten="Done, I have forgotten everything about you.",
    voice="I cannot listen to voice messages. Please write your question.",
    picture="I cannot see pictures or videos. Please write your question, or put it into the caption.",
    sticker="Nice one! For a figure, just write your question.",
    location="I do not look at places on a map. Please write what you want to know, and of where.",
    edited_away="(the answer has been put together above)",
)


def wording(language_code: str | None) -> Wording:
    """The texts for a Telegram user's language: Chinese for any Chinese or none told, else English.

    >>> wording("zh-hant").language, wording(None).language, wording("de").language
    ('zh', 'zh', 'en')
    """
    return EN if of_locale(language_code or "") == "en" else ZH
