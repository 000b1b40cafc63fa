#include "xiezhi/model/ecs/lookup.h"

#include <gtest/gtest.h>

namespace xiezhi::ecs {
namespace {

template <class Make>
Texts made(const Make& make) {
    Texts out;
    make(out);
    return out;
}

TEST(EcsLookup, TextsAndNumbers) {
    EXPECT_EQ(made([](Texts& out) { look_up("TRUE", "initiated", out); }), Texts{"egress"});
    EXPECT_EQ(made([](Texts& out) { look_up("x", "initiated", out); }), Texts{});
    EXPECT_EQ(made([](Texts& out) { look_up("x", "no such table", out); }), Texts{});
    EXPECT_EQ(made([](Texts& out) { look_up_number("10", "logon_type", out); }),
              Texts{"RemoteInteractive"});
    EXPECT_EQ(made([](Texts& out) { look_up_number("0xC000006A", "logon_status", out); }),
              Texts{"STATUS_WRONG_PASSWORD"});
    EXPECT_EQ(made([](Texts& out) { look_up_number("99", "logon_type", out); }), Texts{});
}

TEST(EcsLookup, Bits) {
    EXPECT_EQ(made([](Texts& out) { bits("0x8020000000000000", "keyword", out); }),
              Texts{"Audit Success"});
    // A mask of several bits is there when all of them are.
    EXPECT_EQ(made([](Texts& out) { access_mask("0x100000", "File", out); }), Texts{"SYNCHRONIZE"});
    EXPECT_EQ(made([](Texts& out) { access_mask("0x10", "Process", out); }),
              (Texts{"Read Property", "Read from process memory"}));
    EXPECT_EQ(made([](Texts& out) { access_mask("%%1538\n\t%%1542", "File", out); }),
              (Texts{"READ_CONTROL", "ACCESS_SYS_SEC"}));
    EXPECT_EQ(
        made([](Texts& out) { bits("0x210", "account_control|sam_account_control", out); }),
        (Texts{"LOCKOUT", "NORMAL_ACCOUNT", "USER_NORMAL_ACCOUNT", "USER_DONT_EXPIRE_PASSWORD"}));
}

TEST(EcsLookup, Messages) {
    EXPECT_EQ(made([](Texts& out) { messages("%%8448, %%8451 %%1 x %%", out); }),
              (Texts{"Success removed", "Failure Added"}));
    EXPECT_EQ(made([](Texts& out) { message_numbers("%%1538 %%1542", out); }),
              (Texts{"1538", "1542"}));
    EXPECT_EQ(made([](Texts& out) { message_numbers("0x2", out); }), Texts{"0x2"});
}

TEST(EcsLookup, Outcome) {
    EXPECT_EQ(made([](Texts& out) { outcome("0x8010000000000000", out); }), Texts{"failure"});
    EXPECT_EQ(made([](Texts& out) { outcome("0x8020000000000000", out); }), Texts{"success"});
    EXPECT_EQ(made([](Texts& out) { outcome("0x80000000000000", out); }), Texts{});
    EXPECT_EQ(made([](Texts& out) { outcome("x", out); }), Texts{});
}

TEST(EcsLookup, Tasks) {
    EXPECT_EQ(made([](Texts& out) { task("14080", "Microsoft-Windows-Security-Auditing", out); }),
              Texts{"Directory Service Access"});
    EXPECT_EQ(made([](Texts& out) { task("14080", "Other", out); }), Texts{});
    EXPECT_EQ(made([](Texts& out) { task("0", "Other", out); }), Texts{"None"});
}

TEST(EcsLookup, Hashes) {
    constexpr std::string_view kText = "SHA1=AB,MD5=00000000,IMPHASH=cd";
    EXPECT_EQ(made([&](Texts& out) { hash(kText, "sha1", out); }), Texts{"ab"});
    EXPECT_EQ(made([&](Texts& out) { hash(kText, "md5", out); }), Texts{});
    EXPECT_EQ(made([&](Texts& out) { hash(kText, "all", out); }), (Texts{"ab", "cd"}));
    EXPECT_EQ(made([](Texts& out) { hash("Unknown", "all", out); }), Texts{});
}

}  // namespace
}  // namespace xiezhi::ecs
