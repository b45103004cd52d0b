using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Pdp.Core.Health;
using Pdp.Core.Intents;
using Pdp.Core.Objects;
using Pdp.Core.Plan;
using Pdp.Core.Policy;
using Pdp.Core.Render;
using Pdp.Core.Tests.Support;
using Pdp.Protocol.Schema;

namespace Pdp.Core.Tests.Hostile;

/// <summary>Objects given by people and found in clusters have any shape; nothing here may throw on one.</summary>
public sealed class OddShapeTests
{
    private static readonly (string ApiVersion, string Kind)[] _kinds =
    [
        ("apps/v1", "Deployment"), ("apps/v1", "StatefulSet"), ("apps/v1", "DaemonSet"), ("apps/v1", "ReplicaSet"), ("batch/v1", "Job"),
        ("batch/v1", "CronJob"), ("v1", "Pod"), ("v1", "Secret"), ("v1", "ConfigMap"), ("v1", "Service"), ("v1", "PersistentVolumeClaim"),
        ("v1", "Namespace"), ("apiextensions.k8s.io/v1", "CustomResourceDefinition"), ("example.com/v1", "Widget"),
    ];

    // Where the product looks; left to chance, nothing odd would ever get there.
    private static readonly string[] _places =
    [
        "spec/template", "spec/template/metadata", "spec/template/metadata/labels", "spec/jobTemplate/spec/template/metadata/labels", "spec/names",
        "spec/selector/matchLabels", "spec/ports", "spec/volumeClaimTemplates", "spec/updateStrategy/rollingUpdate", "status/conditions",
        "status/containerStatuses", "status/loadBalancer/ingress", "metadata/managedFields", "metadata/labels", "metadata/annotations", "data",
    ];

    private static readonly Config _many = Config.QuickThrowOnFailure.WithMaxTest(1000);

    [Fact]
    public void Any_given_object_is_rendered_or_refused() => Prop.ForAll(Given().ToArbitrary(), given =>
    {
        var document = new JsonObject
        {
            ["apiVersion"] = "pdp.dev/v1",
            ["kind"] = "Manifests",
            ["metadata"] = new JsonObject { ["id"] = "shop", ["plane"] = "p", ["generation"] = 1 },
            ["spec"] = new JsonObject { ["resources"] = new JsonArray(new JsonObject { ["id"] = "a", ["object"] = given.DeepClone() }) },
        };
        var reading = IntentReader.Read(System.Text.Encoding.UTF8.GetBytes(document.ToJsonString()));
        if (reading.Intent is not { } intent || IntentRules.Check(intent).Count > 0)
            return;
        var context = AnyIntent.Context with { Policy = AgentPolicy.Of(Policies.Widest) };
        var rendered = IntentRenderer.Render(intent, context);
        var request = Policies.Request(rendered, intent.Metadata);
        PolicyCheck.Check(request, context.Policy);
        PolicyCheck.Check(request, AgentPolicy.Of(Policies.Tight));
        Planner.Plan(Request(rendered.Objects, []));
    }).Check(_many);

    [Fact]
    public void Any_live_object_is_planned_against_and_has_a_health()
    {
        var pairs = from wanted in Given() from live in Given() from pod in AnyJson.Object select (wanted, live, pod);
        Prop.ForAll(pairs.ToArbitrary(), pair =>
        {
            var key = ManifestObject.KeyOf(pair.wanted, "ns");
            var metadata = new JsonObject { ["name"] = "a" };
            pair.wanted["metadata"] = metadata;
            var wanted = new DesiredObject("a", key with { Name = "a" }, pair.wanted);
            Planner.Plan(Request([wanted], [(wanted.Key, pair.live)]));
            Planner.Plan(Request([], [(wanted.Key, pair.live)]) with { Inventory = [wanted.Key.ToEntry()], Options = new PlanOptions { Teardown = true } });
            HealthAssessor.Of(pair.live, [pair.pod]);
            HealthAssessor.Of(pair.wanted, [pair.live]);
        }).Check(_many);
    }

    private static PlanRequest Request(IReadOnlyList<DesiredObject> desired, IEnumerable<(ObjectKey Key, JsonObject Live)> live) => new()
    {
        IntentId = "shop",
        Desired = desired,
        Inventory = [],
        Live = new LiveState { Objects = live.ToDictionary(pair => pair.Key.Identity, pair => pair.Live), Claims = [.. live.Select(pair => pair.Live)] },
    };

    private static Gen<JsonObject> Given() =>
        from kind in Gen.Elements(_kinds)
        from body in AnyJson.Object
        from metadata in AnyJson.Object
        from place in Gen.Elements(_places)
        from odd in Gen.OneOf(AnyJson.Node, AnyJson.Object.Select(o => (JsonNode?)o), AnyJson.Node.ArrayOf(2).Select(a => (JsonNode?)new JsonArray(a)))
        select Put(Object(kind, body, metadata), place, odd);

    private static JsonObject Put(JsonObject given, string place, JsonNode? odd)
    {
        var segments = place.Split('/');
        var node = given;
        foreach (var segment in segments[..^1])
        {
            if (node[segment] is not JsonObject next)
                node[segment] = next = [];
            node = next;
        }

        node[segments[^1]] = odd?.DeepClone();
        return given;
    }

    private static JsonObject Object((string ApiVersion, string Kind) kind, JsonObject body, JsonObject metadata)
    {
        var given = body.DeepClone().AsObject();
        given["apiVersion"] = kind.ApiVersion;
        given["kind"] = kind.Kind;
        given["metadata"] = metadata.DeepClone();
        given["metadata"]!["name"] = "a";
        return given;
    }
}
