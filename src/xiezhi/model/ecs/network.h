#pragma once

#include "xiezhi/model/ecs/text.h"

namespace xiezhi::ecs {

/// An address: "::ffff:" before an IPv4 address goes, LOCAL is 127.0.0.1; what is none gives
/// nothing.
void address(std::string_view text, Texts& out);

/// Parts of a host name: registered_domain, subdomain, top_level_domain. Public suffixes of more
/// than one label are those of the table `public_suffix`.
void domain(std::string_view name, std::string_view part, Texts& out);

/// Sysmon's QueryResults, "type:  5 a.example;::ffff:192.0.2.1;": data and type of every answer,
/// and its address when it is one.
void answers(std::string_view text, std::string_view part, Texts& out);

}  // namespace xiezhi::ecs
