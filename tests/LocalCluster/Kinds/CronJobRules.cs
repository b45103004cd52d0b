using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Validation;

namespace Pdp.LocalCluster.Kinds;

/// <summary>A CronJob's template obeys the rules of Jobs; its name leaves room for theirs.</summary>
internal sealed class CronJobRules : KindRules
{
    private const int MaxName = 52;

    public override void Default(JsonObject obj) => PodSpecRules.Default(obj.Object("spec", "jobTemplate", "spec", "template", "spec"));

    public override void Validate(JsonObject obj, ErrorList errors)
    {
        if (obj.Text("metadata", "name") is { Length: > MaxName } name)
            errors.Invalid("metadata.name", name, $"must be no more than {MaxName} characters");
    }

    public override void ValidateLast(JsonObject obj, ErrorList errors)
    {
        JobRules.Validate(obj.Object("spec", "jobTemplate", "spec"), "spec.jobTemplate.spec", errors);
        if (obj.Text("spec", "timeZone") is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            errors.Invalid("spec.timeZone", zone, "unknown time zone");
    }
}
