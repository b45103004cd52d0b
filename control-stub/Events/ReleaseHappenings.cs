using System.Text.Json;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Pipelines;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Events;

/// <summary>Words what happened to releases and pipelines.</summary>
internal static class ReleaseHappenings
{
    public static NewEvent ReleaseCreated(ReleaseKey key, DateTimeOffset at) => Of(EventTypes.ReleaseCreated, key.Scope, at, new()
    {
        ["component"] = key.Component,
        ["release"] = key.Name,
    });

    public static NewEvent Deployed(DeploymentRecord deployment, DateTimeOffset at)
    {
        var data = Place(deployment.Key);
        data["release"] = deployment.Release;
        data["way"] = JsonNamingPolicy.CamelCase.ConvertName(deployment.Way.ToString());
        if (deployment.Promotion is { } promotion)
            data["promotion"] = promotion;
        return Of(EventTypes.ReleaseDeployed, deployment.Key.Scope, at, data) with { Plane = deployment.Plane, Intent = deployment.Intent };
    }

    public static NewEvent ValuesChanged(BindingKey key, DateTimeOffset at) => Of(EventTypes.ValuesChanged, key.Scope, at, Place(key));

    public static NewEvent PipelineChanged(Pipeline pipeline, DateTimeOffset at) => Of(EventTypes.PipelineChanged, Scope.Of(pipeline.Organization), at, new()
    {
        ["pipeline"] = pipeline.Name,
        ["environments"] = new JsonArray([.. pipeline.Stages.Select(s => (JsonNode)s.Environment)]),
    });

    public static NewEvent PipelineDeleted(string organization, string name, DateTimeOffset at) =>
        Of(EventTypes.PipelineDeleted, Scope.Of(organization), at, new() { ["pipeline"] = name });

    public static NewEvent Promotion(string type, PromotionRecord promotion, DateTimeOffset at)
    {
        var data = Place(promotion.Target);
        data["release"] = promotion.Release;
        data["from"] = promotion.From;
        if (promotion.Number > 0)
            data["promotion"] = promotion.Number;
        if (promotion.Forced)
            data["forced"] = true;
        return Of(type, promotion.Target.Scope, at, data);
    }

    private static JsonObject Place(BindingKey key) => new() { ["component"] = key.Component, ["environment"] = key.Environment };

    private static NewEvent Of(string type, Scope subject, DateTimeOffset at, JsonObject data) =>
        new(type, at, null, null, data.ToJsonString()) { Subject = subject };
}
