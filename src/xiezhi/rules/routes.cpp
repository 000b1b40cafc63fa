#include "xiezhi/rules/routes.h"

#include "xiezhi/schema/ecs_type.h"

namespace xiezhi::rules {

schema::LogSourceRoutes routes_of(const LogSource& source) {
    if (source.space == FieldSpace::Ecs) return schema::find_indices(source.indices);
    return schema::find_log_source(source.category, source.product, source.service);
}

}  // namespace xiezhi::rules
