#include "tools/bench/bench_said.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"

enum { PLACES = 4, ROW_COLUMNS = 66 };

/* clang-format off */
static const struct said rows[BENCH_SAIDS] = {
    [BENCH_SAID_USAGE] = {"BENCH-01",
     "Cách dùng: trao-bench LỆNH …   'trao-bench LỆNH --help'",
     "Usage: trao-bench VERB …      'trao-bench VERB --help'"},
    [BENCH_SAID_INGEST] = {"BENCH-02",
     "cửa nhận: số việc bền vững mỗi giây, bên các giới hạn và hệ khác",
     "the door: durable acts a second, beside its bounds and peers"},
    [BENCH_SAID_WATCH] = {"BENCH-03",
     "gấp sổ: một việc giữa nhiều hồ sơ mở, xét lại, dựng lại",
     "folding the book: one act among many open dossiers, re-evaluation, rebuild"},
    [BENCH_SAID_HISTORY] = {"BENCH-04",
     "dòng thời gian của một hồ sơ trong sổ lớn",
     "one dossier's timeline in a big book"},
    [BENCH_SAID_DUE] = {"BENCH-05",
     "ngày hẹn trả và thời gian làm việc",
     "promised dates and elapsed working time"},
    [BENCH_SAID_LEDGER] = {"BENCH-122",
     "sổ phút của một năm: mỗi phút là của ai",
     "the ledger of a year: whose minutes"},
    [BENCH_SAID_GROWTH] = {"BENCH-06",
     "mọi con số với 1, 10 và 100 lần dữ liệu",
     "each figure with 1, 10 and 100 times the data"},
    [BENCH_SAID_ALL] = {"BENCH-07",
     "tất cả, theo thứ tự trên",
     "all of these, as they stand here"},
    [BENCH_SAID_NO_VERB] = {"BENCH-08",
     "{0}: không có lệnh này; 'trao-bench help' kể các lệnh",
     "{0}: no such verb; 'trao-bench help' names them"},
    [BENCH_SAID_NO_ENTROPY] = {"BENCH-09",
     "máy này không cho số ngẫu nhiên",
     "this machine gives no entropy"},
    [BENCH_SAID_HELP_INGEST] = {"BENCH-10",
     "Cách dùng: trao-bench ingest [--dir THƯ_MỤC] [--rounds N] [--shape 64x32,…] [--only TÊN]\n"
     "                             [--ms N] [--seed N] [--storms]\n"
     "  --dir     nơi lập sổ; một thư mục trên đĩa thật (ở đây)\n"
     "  --rounds  từ 5 vòng trở lên thì con số mới tính (5)\n"
     "  --shape   SỐ_MÁYxMỖI_LÔ trong 1x1 16x1 25x1 64x1 2000x1 1x32 16x32 64x32 2000x32,\n"
     "            giữa chúng là dấu phẩy; none: không hình nào\n"
     "  --only    ngoài Trao và B-link chỉ hệ có tên này; none: không hệ nào khác\n"
     "  --ms      mỗi lần đo bao nhiêu mili giây (1000)\n"
     "  --storms  cả gọi lại đồng loạt, xả tồn và kill -9 (mục tiêu P10 đến P12)",
     "Usage: trao-bench ingest [--dir FOLDER] [--rounds N] [--shape 64x32,…] [--only NAME]\n"
     "                         [--ms N] [--seed N] [--storms]\n"
     "  --dir     where books are made; a folder on a real disk (here)\n"
     "  --rounds  5 or more for a figure that counts (5)\n"
     "  --shape   CLIENTSxBATCH of 1x1 16x1 25x1 64x1 2000x1 1x32 16x32 64x32 2000x32, a comma\n"
     "            between them; none: no shape\n"
     "  --only    beside Trao and B-link only the contender of this name; none: no other\n"
     "  --ms      so many milliseconds a run (1000)\n"
     "  --storms  also reconnection, drain and kill -9 (goals P10 to P12)"},
    [BENCH_SAID_HELP_BOOKS] = {"BENCH-11",
     "Cách dùng: trao-bench {0} [--dir THƯ_MỤC] [--dossiers N] [--only open|ended] [--keep]\n"
     "  (từ thư mục của dự án)\n"
     "  --dir       nơi lập sổ; một thư mục trên đĩa thật (ở đây)\n"
     "  --dossiers  bao nhiêu hồ sơ, 100 đến {1} (1000000: mười triệu việc)\n"
     "  --only      chỉ hồ sơ mở, hay chỉ hồ sơ đã xong\n"
     "  --keep      để lại sổ việc trong THƯ_MỤC, và dùng lại sổ đã có ở đó",
     "Usage: trao-bench {0} [--dir FOLDER] [--dossiers N] [--only open|ended] [--keep]\n"
     "  (from the project's folder)\n"
     "  --dir       where books are made; a folder on a real disk (here)\n"
     "  --dossiers  how many there are, 100 to {1} (1000000: ten million acts)"},
    [BENCH_SAID_HELP_DUE] = {"BENCH-12",
     "Cách dùng: trao-bench due      (từ thư mục của dự án)",
     "Usage: trao-bench due      (from the project's folder)"},
    [BENCH_SAID_IN_MEMORY] = {"BENCH-13",
     "{0} nằm trong bộ nhớ; hãy cho một thư mục trên đĩa bằng --dir",
     "{0} lies in memory; name a folder on a disk with --dir"},
    [BENCH_SAID_NO_FOLDER] = {"BENCH-14",
     "{0}: không lập được thư mục ở đó: {1}",
     "{0}: no folder can be made there: {1}"},
    [BENCH_SAID_NO_DOOR] = {"BENCH-15",
     "cửa nhận không mở; xem {0}/intake.log",
     "intake did not open its door; see {0}/intake.log"},
    [BENCH_SAID_NOT_STARTED] = {"BENCH-16",
     "{0} không khởi động",
     "{0} did not start"},
    [BENCH_SAID_PEER_SAYS] = {"BENCH-17",
     "hệ kia nói: {0}",
     "the peer says: {0}"},
    [BENCH_SAID_NO_CALENDAR] = {"BENCH-18",
     "không có protocols/calendars/vn.csv; hãy chạy từ thư mục của dự án",
     "protocols/calendars/vn.csv: not there; start from the project's folder"},
    [BENCH_SAID_FAILED] = {"BENCH-19",
     "{0}: {1}",
     "{0}: {1}"},
    [BENCH_SAID_BEFORE_CLOCK] = {"BENCH-20",
     "dòng {0} đến trước đồng hồ",
     "row {0} came from before the clock"},
    [BENCH_SAID_STANDS_STILL] = {"BENCH-21",
     "sổ dừng ở dòng {0} trên {1}",
     "watch stands still at row {0} of {1}"},
    [BENCH_SAID_LOST] = {"BENCH-22",
     "MẤT: {0} việc đã báo nhận, {1} có trong sổ",
     "LOST: {0} acts acknowledged, {1} in the book"},
    [BENCH_SAID_PLAN] = {"BENCH-23",
     "{0} việc phải niêm phong, chừng {1} giây ở tải này; rồi {2} lần đo, chừng {3} giây trên "
     "máy rảnh",
     "{0} acts to seal, about {1} s at this load; then {2} runs, about {3} s on a quiet machine"},
    [BENCH_SAID_PLAN_BOOKS] = {"BENCH-24",
     "{0} việc phải lập, gấp và dựng lại, nhiều nhất chừng {1} giây ở tải này",
     "{0} acts to make, fold and rebuild, at most about {1} s at this load"},
    [BENCH_SAID_SEALED] = {"BENCH-25",
     "{0} việc đã niêm phong",
     "{0} acts sealed"},
    [BENCH_SAID_MADE] = {"BENCH-26",
     "{0} / {1} việc",
     "{0} of {1} acts"},
    [BENCH_SAID_FOLDED] = {"BENCH-27",
     "đã gấp {0} / {1} dòng",
     "folded {0} of {1} rows"},
    [BENCH_SAID_ROUND] = {"BENCH-28",
     "vòng {0}",
     "round {0}"},
    [BENCH_SAID_RATE] = {"BENCH-29",
     "{0} việc/giây",
     "{0} acts/s"},
    [BENCH_SAID_NOT_FINISHED] = {"BENCH-30",
     "không xong",
     "did not finish"},
    [BENCH_SAID_OPEN_DOSSIERS] = {"BENCH-31",
     "hồ sơ đang mở",
     "open dossiers"},
    [BENCH_SAID_ENDED_DOSSIERS] = {"BENCH-32",
     "hồ sơ đã xong",
     "ended dossiers"},
    [BENCH_SAID_BOUND] = {"BENCH-33",
     "giới hạn",
     "bound"},
    [BENCH_SAID_GROUP] = {"BENCH-34",
     "nhóm",
     "group"},
    [BENCH_SAID_ACTS_A_SECOND] = {"BENCH-35",
     "việc/giây",
     "acts/s"},
    [BENCH_SAID_CPU_AN_ACT] = {"BENCH-36",
     "µs CPU mỗi việc",
     "us CPU an act"},
    [BENCH_SAID_SYNC_P50] = {"BENCH-37",
     "fdatasync p50 µs",
     "fdatasync p50 us"},
    [BENCH_SAID_OF_LINK] = {"BENCH-38",
     "so với B-link",
     "of B-link"},
    [BENCH_SAID_OURS_TO_THIS] = {"BENCH-39",
     "Trao / hệ này",
     "Trao / this"},
    [BENCH_SAID_ACK] = {"BENCH-40",
     "báo nhận p50 / p99 / p99.9 ms",
     "ack p50 / p99 / p99.9 ms"},
    [BENCH_SAID_SERVER_CPU] = {"BENCH-41",
     "máy chủ µs",
     "srv us"},
    [BENCH_SAID_CLIENT_CPU] = {"BENCH-42",
     "máy gọi µs",
     "cli us"},
    [BENCH_SAID_OTHER_ANSWERS] = {"BENCH-43",
     "{0} câu trả lời khác, {1} vòng hết việc",
     "{0} other answers, {1} rounds out of acts"},
    [BENCH_SAID_PROMISES] = {"BENCH-44",
     "Mỗi báo nhận hứa gì:",
     "What an acknowledgement promises:"},
    [BENCH_SAID_NOT_INSTALLED] = {"BENCH-45",
     "không cài ở đây; bỏ qua",
     "not installed here; left out"},
    [BENCH_SAID_GOAL] = {"BENCH-46",
     "mục tiêu",
     "goal"},
    [BENCH_SAID_SHAPE] = {"BENCH-47",
     "hình",
     "shape"},
    [BENCH_SAID_AGAINST] = {"BENCH-48",
     "so với",
     "against"},
    [BENCH_SAID_ITSELF] = {"BENCH-49",
     "chính nó",
     "itself"},
    [BENCH_SAID_MEDIAN] = {"BENCH-50",
     "trung vị [ít nhất-nhiều nhất]",
     "median [min-max]"},
    [BENCH_SAID_MET] = {"BENCH-51",
     "đạt",
     "met"},
    [BENCH_SAID_MISSED] = {"BENCH-52",
     "không đạt",
     "missed"},
    [BENCH_SAID_BEST_ROUND] = {"BENCH-53",
     "chỉ vòng tốt nhất",
     "best round only"},
    [BENCH_SAID_NOT_RUN] = {"BENCH-54",
     "chưa đo",
     "not run"},
    [BENCH_SAID_WAL_BYTES] = {"BENCH-55",
     "P12: WAL {0} MiB",
     "P12: {0} MiB of WAL"},
    [BENCH_SAID_P_RATE] = {"BENCH-56",
     "nhịp",
     "rate"},
    [BENCH_SAID_P_SERVER_CPU] = {"BENCH-57",
     "CPU máy chủ",
     "server CPU"},
    [BENCH_SAID_P_ACK] = {"BENCH-58",
     "báo nhận p50, + sync",
     "ack p50, + sync"},
    [BENCH_SAID_P_TAIL] = {"BENCH-59",
     "p99.9 / p50",
     "p99.9 / p50"},
    [BENCH_SAID_P_MEMORY] = {"BENCH-60",
     "bộ nhớ mỗi máy",
     "memory a unit"},
    [BENCH_SAID_P10] = {"BENCH-61",
     "P10 3.000 máy gọi lại, so với B-link",
     "P10 3,000 reconnect, of B-link"},
    [BENCH_SAID_P11] = {"BENCH-62",
     "P11 3.000 x 500 việc, so với B-link",
     "P11 3,000 x 500 acts, of B-link"},
    [BENCH_SAID_P12] = {"BENCH-63",
     "P12 kill -9, so với mở trần + một lần ghi",
     "P12 kill -9, of a bare open + commit"},
    [BENCH_SAID_PROMISE_OURS] = {"BENCH-64",
     "có trong sổ, đã ghi xuống đĩa, chuỗi đã kiểm",
     "in the book, synced to the disk, its chain checked"},
    [BENCH_SAID_PROMISE_LINK] = {"BENCH-65",
     "không gì cả: chỉ trả lời",
     "nothing: it only answers"},
    [BENCH_SAID_PROMISE_LOG] = {"BENCH-66",
     "có trong một tệp, đã ghi xuống đĩa; không kiểm gì",
     "in a file, synced; nothing checked"},
    [BENCH_SAID_PROMISE_REDIS] = {"BENCH-67",
     "có trong nhật ký của nó, đã ghi xuống đĩa (appendfsync always)",
     "in its log, synced (appendfsync always)"},
    [BENCH_SAID_PROMISE_OPAQUE] = {"BENCH-68",
     "như trên; cả lô là một giá trị kín",
     "the same; a batch is one opaque value"},
    [BENCH_SAID_PROMISE_ROWS] = {"BENCH-69",
     "có trong WAL, đã ghi xuống đĩa; trùng thì khóa loại ra",
     "in the WAL, synced; doubles are dropped by a key"},
    [BENCH_SAID_PROMISE_COPY] = {"BENCH-70",
     "có trong WAL, đã ghi xuống đĩa; trùng là lỗi",
     "in the WAL, synced; a double is an error"},
    [BENCH_SAID_PROMISE_NATS] = {"BENCH-71",
     "ghi O_SYNC vào tệp của nó (chattr +S)",
     "written with O_SYNC to its file (chattr +S)"},
    [BENCH_SAID_PROMISE_NATS_AS_IS] = {"BENCH-72",
     "KHÔNG bền: trong bộ đệm trang; mất điện là mất",
     "NOT durable: in the page cache; a power cut loses it"},
    [BENCH_SAID_PROMISE_MOSQUITTO] = {"BENCH-73",
     "KHÔNG bền: trong bộ nhớ của nó; nó chết là mất",
     "NOT durable: in the broker's memory; a crash loses it"},
    [BENCH_SAID_DUE_HEAD] = {"BENCH-74",
     "ns mỗi lần, trung vị của 7 vòng",
     "ns each, median of 7 rounds"},
    [BENCH_SAID_DUE_NS] = {"BENCH-75",
     "ns [ít nhất-nhiều nhất]",
     "ns [min-max]"},
    [BENCH_SAID_DUE_TIMES] = {"BENCH-76",
     "gấp mấy giới hạn",
     "times the bound [min-max]"},
    [BENCH_SAID_DUE_PROMISE] = {"BENCH-77",
     "ngày hẹn trả (promise_due)",
     "promised date (promise_due)"},
    [BENCH_SAID_DUE_ADD] = {"BENCH-78",
     "n phút làm việc sau (calendar_add)",
     "n working minutes on (calendar_add)"},
    [BENCH_SAID_DUE_BETWEEN] = {"BENCH-79",
     "phút làm việc ở giữa (calendar_working)",
     "working minutes between (calendar_working)"},
    [BENCH_SAID_DUE_PREFIX] = {"BENCH-80",
     "giới hạn: bảng cộng dồn",
     "bound: prefix table"},
    [BENCH_SAID_DUE_DAYS] = {"BENCH-81",
     "từng ngày một",
     "day by day"},
    [BENCH_SAID_DUE_MINUTES] = {"BENCH-82",
     "từng phút một",
     "minute by minute"},
    [BENCH_SAID_EFFECT_MEAN] = {"BENCH-83",
     "một việc: trung bình, ns",
     "effect of one act, mean ns"},
    [BENCH_SAID_EFFECT_P50] = {"BENCH-84",
     "một việc: p50, ns",
     "effect of one act, p50 ns"},
    [BENCH_SAID_EFFECT_P99] = {"BENCH-85",
     "một việc: p99, ns",
     "effect of one act, p99 ns"},
    [BENCH_SAID_EFFECT_P999] = {"BENCH-86",
     "một việc: p99.9, ns",
     "effect of one act, p99.9 ns"},
    [BENCH_SAID_KERNEL_HASH] = {"BENCH-87",
     "lõi: băm, ns",
     "kernel: hash, ns"},
    [BENCH_SAID_KERNEL_DOSSIER] = {"BENCH-88",
     "lõi: hồ sơ, ns",
     "kernel: dossier, ns"},
    [BENCH_SAID_KERNEL_DUE] = {"BENCH-89",
     "lõi: ngày hẹn, ns",
     "kernel: due, ns"},
    [BENCH_SAID_KERNEL_CHAIN] = {"BENCH-90",
     "lõi: chuỗi giả định, ns",
     "kernel: but-for chain, ns"},
    [BENCH_SAID_KERNEL_TIMER] = {"BENCH-91",
     "lõi: hẹn giờ, ns",
     "kernel: timer, ns"},
    [BENCH_SAID_ALL_AGAIN] = {"BENCH-92",
     "xét lại tất cả, ns mỗi hồ sơ",
     "all judged again, ns a dossier"},
    [BENCH_SAID_MEMORY_EACH] = {"BENCH-93",
     "bộ nhớ, byte mỗi hồ sơ mở",
     "memory, bytes an open dossier"},
    [BENCH_SAID_TICK_NONE] = {"BENCH-94",
     "một nhịp không có gì, ns",
     "a tick with nothing due, ns"},
    [BENCH_SAID_TICK_FIRE] = {"BENCH-95",
     "1.000 hẹn giờ đến hạn, µs",
     "1,000 timers firing, us"},
    [BENCH_SAID_WHEEL_FIRE] = {"BENCH-96",
     "lõi: 1.000 hẹn giờ trên bánh xe trần, µs",
     "kernel: 1,000 on a bare wheel, us"},
    [BENCH_SAID_ACTS] = {"BENCH-97",
     "việc",
     "acts"},
    [BENCH_SAID_ROWS] = {"BENCH-98",
     "dòng",
     "rows"},
    [BENCH_SAID_FOLD_S] = {"BENCH-99",
     "gấp trần cả tệp, giây",
     "bare fold of the file, s"},
    [BENCH_SAID_REBUILD_S] = {"BENCH-100",
     "dựng lại trong bộ nhớ, giây",
     "rebuild in memory, s"},
    [BENCH_SAID_REBUILD_FLAGS_S] = {"BENCH-101",
     "dựng lại với flags.db, giây",
     "rebuild with flags.db, s"},
    [BENCH_SAID_SIGNATURES_S] = {"BENCH-102",
     "trong đó chữ ký, mỗi dòng một, giây",
     "of that signatures, one a row, s"},
    [BENCH_SAID_HASHES_S] = {"BENCH-103",
     "trong đó SHA-256, mỗi việc một, giây",
     "of that SHA-256, one an act, s"},
    [BENCH_SAID_COMMIT_FIRST] = {"BENCH-104",
     "ghi acts.db: 100.000 việc đầu, ns mỗi việc",
     "commits of acts.db: first 100,000 acts, ns an act"},
    [BENCH_SAID_COMMIT_LAST] = {"BENCH-105",
     "ghi acts.db: 100.000 việc cuối, ns mỗi việc",
     "commits of acts.db: last 100,000 acts, ns an act"},
    [BENCH_SAID_REBUILD_EACH] = {"BENCH-106",
     "dựng lại trong bộ nhớ, ns mỗi việc",
     "rebuild in memory, ns an act"},
    [BENCH_SAID_REBUILD_FLAGS_EACH] = {"BENCH-107",
     "dựng lại với flags.db, ns mỗi việc",
     "rebuild with flags.db, ns an act"},
    [BENCH_SAID_TIMELINE_P50] = {"BENCH-108",
     "dòng thời gian p50, µs",
     "timeline p50, us"},
    [BENCH_SAID_TIMELINE_P99] = {"BENCH-109",
     "dòng thời gian p99, µs",
     "timeline p99, us"},
    [BENCH_SAID_TEN_ROWS_P50] = {"BENCH-110",
     "mười dòng theo số p50, µs",
     "ten rows by number p50, us"},
    [BENCH_SAID_TEN_ROWS_P99] = {"BENCH-111",
     "mười dòng theo số p99, µs",
     "ten rows by number p99, us"},
    [BENCH_SAID_GROWTH_HEAD] = {"BENCH-112",
     "hồ sơ (đã xong: mười việc mỗi hồ sơ)",
     "dossiers (ten acts each where ended)"},
    [BENCH_SAID_LEVELS] = {"BENCH-123",
     "{0} quá hạn, {1} nguy cơ trễ, {2} sẽ trễ, {3} sắp đến hạn",
     "{0} overdue, {1} at risk, {2} will miss, {3} due soon"},
    [BENCH_SAID_LEVELS_GOOD] = {"BENCH-147",
     "{0} kịp, {1} đã xong, {2} chưa rõ",
     "{0} on track, {1} done, {2} unknown"},
    [BENCH_SAID_FOLDED_EACH] = {"BENCH-124",
     "gấp sổ trong bộ nhớ, ns mỗi việc",
     "the book folded in memory, ns an act"},
    [BENCH_SAID_VERDICTS_EACH] = {"BENCH-125",
     "trong đó số lần xét mỗi việc",
     "of that verdicts an act"},
    [BENCH_SAID_ROWS_EACH] = {"BENCH-126",
     "số dòng ghi vào sổ cờ mỗi việc",
     "rows to the flag book an act"},
    [BENCH_SAID_OPEN_COUNT] = {"BENCH-127",
     "hồ sơ mở",
     "open dossiers"},
    [BENCH_SAID_TOUCHED_EACH] = {"BENCH-128",
     "xét lại theo các việc, như khi có biểu đồ mới, ns mỗi hồ sơ",
     "all judged by their acts, as when the plan is new, ns each"},
    [BENCH_SAID_OUTLINES] = {"BENCH-129",
     "trong đó có nét tóm",
     "of them by an outline"},
    [BENCH_SAID_SCAN_MS] = {"BENCH-130",
     "quét phần nóng xem ai đến giờ, ms",
     "hot parts scanned for whose time has come, ms"},
    [BENCH_SAID_STATE_BYTES] = {"BENCH-131",
     "byte mỗi hồ sơ, không kể việc và tên",
     "bytes a dossier, without its acts and names"},
    [BENCH_SAID_HOT_BYTES] = {"BENCH-132",
     "trong đó phần nóng",
     "of that hot"},
    [BENCH_SAID_ENDED_COUNT] = {"BENCH-133",
     "hồ sơ đã xong",
     "ended dossiers"},
    [BENCH_SAID_E1] = {"BENCH-113",
     "E1 một việc / tổng các lõi, nhiều nhất 2",
     "E1 effect of one act / sum of kernels, at most 2"},
    [BENCH_SAID_E1_TAIL] = {"BENCH-114",
     "E1 p99 bằng µs, nhiều nhất 2",
     "E1 p99 in us, at most 2"},
    [BENCH_SAID_E2] = {"BENCH-115",
     "E2 xét lại / lõi chuỗi x hồ sơ, nhiều nhất 2",
     "E2 all again / chain kernel x dossiers, at most 2"},
    [BENCH_SAID_E2_MILLION] = {"BENCH-134",
     "E2 một triệu hồ sơ vào phút khác, ms, nhiều nhất 250",
     "E2 a million at another minute, ms, at most 250"},
    [BENCH_SAID_BYTES] = {"BENCH-135",
     "byte mỗi hồ sơ mở, nhiều nhất 400",
     "bytes an open dossier, at most 400"},
    [BENCH_SAID_HOT] = {"BENCH-136",
     "trong đó nóng, nhiều nhất 64",
     "of which hot, at most 64"},
    [BENCH_SAID_E4] = {"BENCH-116",
     "E4 1.000 đến hạn / bánh xe trần, nhiều nhất 4",
     "E4 1,000 firing / bare wheel, at most 4"},
    [BENCH_SAID_E4_NONE] = {"BENCH-117",
     "E4 không có gì đến hạn, µs, nhiều nhất 1",
     "E4 nothing due, us, at most 1"},
    [BENCH_SAID_P13] = {"BENCH-118",
     "P13 dựng lại trong bộ nhớ / gấp trần, nhiều nhất 2.5",
     "P13 rebuild in memory / bare fold, at most 2.5"},
    [BENCH_SAID_P14] = {"BENCH-119",
     "P14 mỗi việc lúc cuối / lúc đầu, nhiều nhất 1.11 (nhịp 0.9)",
     "P14 time an act at the end / at the beginning, at most 1.11 (rate 0.9)"},
    [BENCH_SAID_P15] = {"BENCH-120",
     "P15 p50 / mười dòng theo số, nhiều nhất 1.5",
     "P15 p50 / ten rows by number, at most 1.5"},
    [BENCH_SAID_P15_TAIL] = {"BENCH-121",
     "P15 p99 bằng µs, nhiều nhất 1000",
     "P15 p99 in us, at most 1000"},
    [BENCH_SAID_HELP_LEDGER] = {"BENCH-137",
     "Cách dùng: trao-bench ledger   (từ thư mục của dự án)",
     "Usage: trao-bench ledger   (from the project's folder)"},
    [BENCH_SAID_NO_PLAN] = {"BENCH-138",
     "biểu đồ của phép đo không dùng được",
     "the plan of this bench is none"},
    [BENCH_SAID_LEDGER_ALL] = {"BENCH-139",
     "sổ phút: gấp, đi hết, cộng",
     "ledger: fold, walk, sums"},
    [BENCH_SAID_LEDGER_FOLD] = {"BENCH-140",
     "trong đó gấp chuyện ai giữ",
     "of which the fold of custody"},
    [BENCH_SAID_LEDGER_KERNEL] = {"BENCH-141",
     "giới hạn: đọc mỗi việc, mỗi việc một W",
     "bound: each act read, one W for each"},
    [BENCH_SAID_LEDGER_DOSSIERS] = {"BENCH-142",
     "hồ sơ",
     "dossiers"},
    [BENCH_SAID_LEDGER_HEAD] = {"BENCH-143",
     "ms bộ xử lý, giữa 5 vòng",
     "ms of processor time, median of 5 rounds"},
    [BENCH_SAID_LEDGER_MS] = {"BENCH-144",
     "ms [ít-nhiều nhất]",
     "ms [min-max]"},
    [BENCH_SAID_LEDGER_TIMES] = {"BENCH-145",
     "lần giới hạn",
     "times the bound"},
    [BENCH_SAID_HALF_MADE] = {"BENCH-146",
     "{0}: sổ này của hồ sơ khác hay làm dở; hãy xóa nó",
     "{0}: a book of other dossiers, or half made; remove it"},
};
/* clang-format on */

enum language bench_language(void)
{
    const char *said = getenv("TRAO_LANG");
    return said && strncmp(said, "en", 2) == 0 ? LANGUAGE_EN : LANGUAGE_VI;
}

const struct said *bench_said(enum bench_sentence sentence)
{
    assert(sentence < BENCH_SAIDS);
    return &rows[sentence];
}

const char *bench_word(enum bench_sentence sentence)
{
    return said_in(bench_said(sentence), bench_language());
}

void bench_put(FILE *out, enum bench_sentence sentence, const char *const *values, size_t count)
{
    char bytes[BENCH_SAID_MAX];
    struct text texts[PLACES];
    struct line line = line_of(bytes, sizeof bytes);
    assert(count <= PLACES);
    for (size_t i = 0; i < count; i++) {
        texts[i] = text_of(values[i]);
    }
    said_line(&line, bench_said(sentence), bench_language(), texts, count);
    (void)fwrite(bytes, 1, line.size, out);
}

void bench_refuse(enum bench_sentence sentence, const char *first, const char *second)
{
    const char *const values[] = {first ? first : "", second ? second : ""};
    bench_put(stderr, sentence, values, 2);
    (void)fputc('\n', stderr);
}

/* Letters with their marks are one column each: the sentences are precomposed. */
static size_t columns_of(const char *word)
{
    size_t columns = 0;
    for (; *word != '\0'; word++) {
        columns += ((unsigned char)*word & 0xC0) != 0x80;
    }
    return columns;
}

static void fill(size_t have, size_t columns)
{
    for (; have < columns; have++) {
        (void)fputc(' ', stdout);
    }
}

void bench_cell_text(const char *word, size_t columns)
{
    (void)fputs(word, stdout);
    fill(columns_of(word), columns);
}

void bench_cell(enum bench_sentence sentence, size_t columns)
{
    bench_cell_text(bench_word(sentence), columns);
}

void bench_cell_right(enum bench_sentence sentence, size_t columns)
{
    const char *word = bench_word(sentence);
    fill(columns_of(word), columns);
    (void)fputs(word, stdout);
}

char *bench_number(double value, int decimals, char out[BENCH_NUMBER_SIZE])
{
    (void)snprintf(out, BENCH_NUMBER_SIZE, "%.*f", decimals, value);
    return out;
}

void bench_progress(const char *what, enum bench_sentence sentence, uint64_t done, uint64_t all)
{
    char first[BENCH_NUMBER_SIZE];
    char second[BENCH_NUMBER_SIZE];
    const char *const values[] = {bench_number((double)done, 0, first),
                                  bench_number((double)all, 0, second)};
    (void)fprintf(stderr, "\r%s: ", what);
    bench_put(stderr, sentence, values, 2);
}

void bench_row(enum bench_sentence sentence, double value, int decimals)
{
    (void)fputs("  ", stdout);
    bench_cell(sentence, ROW_COLUMNS);
    (void)printf(" %10.*f\n", decimals, value);
}
