using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Plan;
using Pdp.Core.Tests.Support;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Plan;

public sealed class ExemptionTests
{
    private const string Manifest = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: shop, namespace: ns, labels: {pdp.dev/intent: shop, tier: web}, annotations: {example.com/note: ours}}
        spec:
          replicas: 2
          template: {spec: {containers: [{name: main, image: a, resources: {limits: {cpu: "1"}}}]}}
        """;

    [Theory]
    [InlineData("spec.replicas", "spec.replicas")]
    [InlineData("spec.template.spec.containers[name=main].resources", "spec.template.spec.containers[name=main].resources.limits.cpu")]
    [InlineData("spec.template.spec.containers[*].image", "spec.template.spec.containers[name=main].image")]
    [InlineData("spec.*.spec", "spec.template.spec.containers[name=main].image")]
    [InlineData("metadata.annotations[\"example.com/*\"]", "metadata.annotations[\"example.com/note\"]")]
    [InlineData("metadata.annotations", "metadata.annotations[\"example.com/note\"]")]
    [InlineData("metadata.labels.tier", "metadata.labels.tier")]
    public void A_path_exempts_itself_and_all_below(string exempt, string path) => Assert.True(Exempting(exempt).IsExempt(Key(), path));

    [Theory]
    [InlineData("spec.replicas", "spec.replica")]
    [InlineData("spec.replicas", "spec")]
    [InlineData("spec.template.spec.containers[name=main]", "spec.template.spec.containers[name=other].image")]
    [InlineData("metadata.labels", "metadata.labels[\"pdp.dev/intent\"]")]
    [InlineData("metadata.labels", "metadata.labels")]
    [InlineData("metadata.labels.*", "metadata.labels[\"openchoreo.dev/project\"]")]
    [InlineData("metadata.labels.*", "metadata.labels[\"app.kubernetes.io/managed-by\"]")]
    [InlineData("metadata.annotations", "metadata.annotations[\"pdp.dev/applied-hash\"]")]
    [InlineData("spec[", "spec.replicas")]
    [InlineData("spec.", "spec.replicas")]
    public void Nothing_else_is_exempt(string exempt, string path) => Assert.False(Exempting(exempt).IsExempt(Key(), path));

    [Fact]
    public void Kind_group_and_name_must_fit()
    {
        Assert.False(Of(new DriftExemption { Kind = "Deployment", Fields = ["spec"] }).IsExempt(Key(), "spec.replicas"));
        Assert.False(Of(new DriftExemption { Kind = "apps/StatefulSet", Fields = ["spec"] }).IsExempt(Key(), "spec.replicas"));
        Assert.False(Of(new DriftExemption { Kind = "apps/Deployment", Name = "other", Fields = ["spec"] }).IsExempt(Key(), "spec.replicas"));
        Assert.True(Of(new DriftExemption { Kind = "apps/Deployment", Name = "shop", Fields = ["spec"] }).IsExempt(Key(), "spec.replicas"));
    }

    [Fact]
    public void What_somebody_else_wrote_is_theirs_and_is_not_applied_with_the_rest()
    {
        var live = Live(o => { o["spec"]!["replicas"] = 5; o["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "b"; });
        var step = Plan(live, new DriftExemption { Kind = "apps/Deployment", Fields = ["spec.replicas"] });

        Assert.Equal((PlanAction.Configure, true), (step.Action, step.IsRepair));
        Assert.Equal(["spec.template.spec.containers[name=main].image"], step.Fields);
        Assert.Null(step.Manifest!["spec"]!["replicas"]);
        Assert.Equal("a", step.Manifest["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!.GetValue<string>());
    }

    [Fact]
    public void With_nothing_else_to_put_back_it_is_as_wanted()
    {
        var live = Live(o => o["spec"]!["replicas"] = 5);
        Assert.Equal(PlanAction.Unchanged, Plan(live, new DriftExemption { Kind = "apps/Deployment", Fields = ["spec.replicas"] }).Action);
    }

    [Fact]
    public void What_somebody_took_away_stays_away_but_what_is_new_is_applied()
    {
        var exemption = new DriftExemption { Kind = "apps/Deployment", Fields = ["metadata.annotations"] };
        var taken = Live(o => { o["metadata"]!["annotations"]!.AsObject().Remove("example.com/note"); o["spec"]!["replicas"] = 5; });
        Assert.Null(Plan(taken, exemption).Manifest!["metadata"]!["annotations"]!["example.com/note"]);

        var older = Live(o => o["metadata"]!["annotations"]!.AsObject().Remove("example.com/note"));
        older["metadata"]!["annotations"]!["pdp.dev/applied-hash"] = "of-another-manifest";
        Assert.Equal("ours", Plan(older, exemption).Manifest!["metadata"]!["annotations"]!["example.com/note"]!.GetValue<string>());
    }

    [Fact]
    public void A_contested_field_is_left_until_it_is_due_and_the_rest_is_put_back_meanwhile()
    {
        var live = Live(o => { o["spec"]!["replicas"] = 5; o["metadata"]!["labels"]!["tier"] = "db"; });
        var step = PlanHeld(live, new HeldField(Key().Identity, "spec.replicas"));

        Assert.Equal(["metadata.labels.tier"], step.Fields);
        Assert.Equal(["spec.replicas"], step.Held);
        Assert.Null(step.Manifest!["spec"]!["replicas"]);
    }

    [Fact]
    public void Who_wrote_a_field_is_told()
    {
        var live = Live(o => { o["spec"]!["replicas"] = 5; o["metadata"]!["labels"]!["tier"] = "db"; });
        live["metadata"]!["managedFields"] = JsonNode.Parse("""
            [{"manager":"early","operation":"Update","time":"2026-01-01T00:00:00Z","fieldsV1":{"f:spec":{"f:replicas":{}}}},
             {"manager":"late","operation":"Update","time":"2026-01-02T00:00:00Z","fieldsV1":{"f:spec":{"f:replicas":{}}}},
             {"manager":"pdp-agent","operation":"Apply","fieldsV1":{"f:metadata":{}}},
             7, {"manager":5,"fieldsV1":[]}]
            """);

        Assert.Equal([new FieldWriter("spec.replicas", "late")], Plan(live).Writers);
    }

    private static PlanStep Plan(JsonObject live, params DriftExemption[] exemptions) => Plan(live, exemptions, []);

    private static PlanStep PlanHeld(JsonObject live, params HeldField[] held) => Plan(live, [], held);

    private static PlanStep Plan(JsonObject live, DriftExemption[] exemptions, HeldField[] held) => Assert.Single(Planner.Plan(new PlanRequest
    {
        IntentId = "shop",
        Desired = [new DesiredObject("shop", Key(), Yaml.Documents(Manifest).Single())],
        Inventory = [Key().ToEntry()],
        Live = new LiveState { Objects = new Dictionary<(string, string, string?, string), JsonObject> { [Key().Identity] = live } },
        Exemptions = exemptions,
        Held = held,
    }).Applies);

    private static JsonObject Live(Action<JsonObject> change)
    {
        var live = AppliedHash.Stamp(Yaml.Documents(Manifest).Single());
        change(live);
        return live;
    }

    private static Exemptions Exempting(string path) => Of(new DriftExemption { Kind = "apps/Deployment", Fields = [path] });

    private static Exemptions Of(DriftExemption exemption) => new([exemption], []);

    private static ObjectKey Key() => new("apps", "v1", "Deployment", "ns", "shop");
}
