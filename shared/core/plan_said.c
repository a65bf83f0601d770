#include "core/plan.h"

/* The sentences for what may be wrong with a plan. */

/* clang-format off */
static const struct said said_of[PLAN_FAULTS] = {
    [PLAN_FAULT_NONE] =
    {"PLAN-00",
     "Dòng {0} không có lỗi.",
     "Line {0} is in order."},
    [PLAN_FAULT_LINE] =
    {"PLAN-01",
     "Dòng {0} không phải CSV dạng UTF-8: {1}",
     "Line {0} is not CSV in UTF-8: {1}"},
    [PLAN_FAULT_WORD] =
    {"PLAN-02",
     "Dòng {0}: từ đầu là set, stop, call, budget, cancel, promise hoặc merge, không phải {1}.",
     "Line {0}: a row begins with set, stop, call, budget, cancel, promise or merge, not {1}."},
    [PLAN_FAULT_FIELDS] =
    {"PLAN-03",
     "Dòng {0}: số cột không đúng; đọc được: {1}",
     "Line {0}: the wrong number of columns; found: {1}"},
    [PLAN_FAULT_SETTING] =
    {"PLAN-04",
     "Dòng {0}: không có thiết đặt {1}.",
     "Line {0}: there is no setting {1}."},
    [PLAN_FAULT_NUMBER] =
    {"PLAN-05",
     "Dòng {0}: {1} không phải số, hoặc quá lớn.",
     "Line {0}: {1} is no number, or too large."},
    [PLAN_FAULT_NEGATIVE] =
    {"PLAN-06",
     "Dòng {0}: thời lượng {1} nhỏ hơn không.",
     "Line {0}: the duration {1} is below zero."},
    [PLAN_FAULT_TIME] =
    {"PLAN-07",
     "Dòng {0}: giờ phải viết như 09:40, không phải {1}.",
     "Line {0}: a time is written 09:40, not {1}."},
    [PLAN_FAULT_DATE] =
    {"PLAN-08",
     "Dòng {0}: không có ngày hoặc lúc {1}.",
     "Line {0}: there is no date or instant {1}."},
    [PLAN_FAULT_DATES] =
    {"PLAN-09",
     "Dòng {0}: hết hiệu lực ngày {1}, trước khi bắt đầu.",
     "Line {0}: it ends on {1}, before it begins."},
    [PLAN_FAULT_CODE] =
    {"PLAN-10",
     "Dòng {0}: mã thiếu hoặc dài quá 96 byte: {1}",
     "Line {0}: a code is missing or longer than 96 bytes: {1}"},
    [PLAN_FAULT_POSITION] =
    {"PLAN-11",
     "Dòng {0}: vị trí {1} không có thật.",
     "Line {0}: there is no position {1}."},
    [PLAN_FAULT_DAYS] =
    {"PLAN-12",
     "Dòng {0}: ngày chạy là W hoặc các số 1 đến 7, không phải {1}.",
     "Line {0}: days are W or digits 1 to 7, not {1}."},
    [PLAN_FAULT_SEASON] =
    {"PLAN-13",
     "Dòng {0}: mùa là all, summer hoặc winter, không phải {1}.",
     "Line {0}: the season is all, summer or winter, not {1}."},
    [PLAN_FAULT_CALL_TIMES] =
    {"PLAN-14",
     "Dòng {0}: điểm dừng không có giờ, hoặc đi ({1}) trước khi đến.",
     "Line {0}: a call without a time, or it leaves ({1}) before it arrives."},
    [PLAN_FAULT_KIND] =
    {"PLAN-15",
     "Dòng {0}: loại là paper, on_the_spot hoặc result_only, không phải {1}.",
     "Line {0}: the kind is paper, on_the_spot or result_only, not {1}."},
    [PLAN_FAULT_PROCESSING] =
    {"PLAN-16",
     "Dòng {0}: thời gian xử lý viết như 24wh, 1hd, 3wd hoặc 70%, không phải {1}.",
     "Line {0}: processing is written 24wh, 1hd, 3wd or 70%, not {1}."},
    [PLAN_FAULT_STOP] =
    {"PLAN-17",
     "Dòng {0}: điểm {1} không có trong dòng stop nào.",
     "Line {0}: no stop row declares {1}."},
    [PLAN_FAULT_BACKWARDS] =
    {"PLAN-18",
     "Dòng {0}: chuyến đến {1} trước khi rời điểm trước.",
     "Line {0}: the run reaches {1} before it left the stop before."},
    [PLAN_FAULT_CIRCLE] =
    {"PLAN-19",
     "Dòng {0}: một chuyến ghé {1} hai lần.",
     "Line {0}: one run calls at {1} twice."},
    [PLAN_FAULT_ALONE] =
    {"PLAN-20",
     "Dòng {0}: tuyến {1} có chuyến chỉ một điểm dừng.",
     "Line {0}: a run of route {1} has one call only."},
    [PLAN_FAULT_UNREACHABLE] =
    {"PLAN-21",
     "Dòng {0}: điểm {1} không nối được với điểm nào khác.",
     "Line {0}: nothing joins the stop {1} with another."},
    [PLAN_FAULT_NO_RUN] =
    {"PLAN-22",
     "Dòng {0}: huỷ chuyến không có của tuyến {1}.",
     "Line {0}: it cancels a run that route {1} does not have."},
    [PLAN_FAULT_PAUSE] =
    {"PLAN-24",
     "Dòng {0}: tạm dừng thì hạn extend hoặc restart, không phải {1}.",
     "Line {0}: a pause lets the promise extend or restart, not {1}."},
    [PLAN_FAULT_MERGED] =
    {"PLAN-25",
     "Dòng {0}: {1} không phải cơ quan, sáp nhập hai lần, vào chính mình hoặc theo vòng tròn.",
     "Line {0}: {1} is no agency, merges twice, into itself or in a circle."},
    [PLAN_FAULT_FULL] =
    {"PLAN-23",
     "Dòng {0}: kế hoạch lớn hơn bộ nhớ dành cho nó: {1}",
     "Line {0}: the plan is larger than the memory for it: {1}"},
};
/* clang-format on */

const struct said *plan_fault_said(enum plan_fault_kind kind)
{
    return &said_of[(unsigned)kind < PLAN_FAULTS ? kind : PLAN_FAULT_NONE];
}
