#include "xiezhi/model/ecs/network.h"

#include <gtest/gtest.h>

namespace xiezhi::ecs {
namespace {

struct Given {
    const char* text;
    Texts made;
};

TEST(EcsNetwork, Addresses) {
    for (const Given& given :
         {Given{"192.0.2.1", {"192.0.2.1"}}, Given{"::ffff:192.0.2.1", {"192.0.2.1"}},
          Given{"::FFFF:192.0.2.1", {"192.0.2.1"}}, Given{"::1", {"::1"}},
          Given{"fe80::1%4", {"fe80::1%4"}}, Given{"LOCAL", {"127.0.0.1"}}, Given{"-", {}},
          Given{"", {}}, Given{"192.0.2", {}}, Given{"192.0.2.256", {}}, Given{"192.0.2.1.", {}},
          Given{"1.2.3.4.5", {}}, Given{"HOST", {}}, Given{"a:b:c", {}}, Given{"::ffff:x", {}},
          Given{"2001:db8:0:0:0:0:0:1", {"2001:db8:0:0:0:0:0:1"}},
          Given{"64:ff9b::192.0.2.1", {"64:ff9b::192.0.2.1"}}}) {
        Texts out;
        address(given.text, out);
        EXPECT_EQ(out, given.made) << given.text;
    }
}

struct Name {
    const char* name;
    Texts registered;
    Texts sub;
    Texts top;
};

TEST(EcsNetwork, PartsOfNames) {
    for (const Name& name :
         {Name{"www.example.com", {"example.com"}, {"www"}, {"com"}},
          Name{"a.b.example.co.uk", {"example.co.uk"}, {"a.b"}, {"co.uk"}},
          Name{"example.com.cn.", {"example.com.cn"}, {}, {"com.cn"}},
          Name{"com.cn", {}, {}, {"com.cn"}}, Name{"localhost", {}, {}, {}},
          Name{".com", {}, {}, {}}, Name{"", {}, {}, {}}, Name{"192.0.2.1", {}, {}, {}}}) {
        Texts registered;
        Texts sub;
        Texts top;
        domain(name.name, "registered_domain", registered);
        domain(name.name, "subdomain", sub);
        domain(name.name, "top_level_domain", top);
        EXPECT_EQ(registered, name.registered) << name.name;
        EXPECT_EQ(sub, name.sub) << name.name;
        EXPECT_EQ(top, name.top) << name.name;
    }
}

TEST(EcsNetwork, Answers) {
    constexpr std::string_view kText =
        "type:  5 a.example;::ffff:192.0.2.1;2001:db8::1;type: 16 x y;-;";
    Texts data;
    Texts types;
    Texts addresses;
    Texts hosts;
    answers(kText, "data", data);
    answers(kText, "type", types);
    answers(kText, "address", addresses);
    answers(kText, "host", hosts);
    EXPECT_EQ(data, (Texts{"a.example", "192.0.2.1", "2001:db8::1", "x y"}));
    EXPECT_EQ(types, (Texts{"CNAME", "A", "AAAA", "TXT"}));
    EXPECT_EQ(addresses, (Texts{"192.0.2.1", "2001:db8::1"}));
    EXPECT_EQ(hosts, (Texts{"a.example", "x y"}));
}

}  // namespace
}  // namespace xiezhi::ecs
