using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Plan;
using Pdp.Core.Tests.Support;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Plan;

public sealed class PlannerTests
{
    private const string Id = "me";
    private readonly Server _server = new();

    [Fact]
    public void A_label_taken_off_something_of_ours_is_put_back()
    {
        var first = Run([Thing("a")], []);
        _server["ConfigMap/a"]["metadata"]!.AsObject().Remove("labels");
        _server["ConfigMap/a"]["metadata"]!.AsObject().Remove("managedFields");
        var step = Plan([Thing("a")], first.InventoryAfter).Applies.Single();
        Assert.Equal((PlanAction.Configure, true), (step.Action, step.IsRepair));
        Assert.Equal(["metadata.labels"], step.Fields);
    }

    [Fact]
    public void A_field_the_new_manifest_lacks_is_a_change_though_the_object_looks_the_same()
    {
        var first = Run([Thing("a", ("data", new JsonObject { ["x"] = "1", ["y"] = "2" }))], []);
        var step = Plan([Thing("a", ("data", new JsonObject { ["x"] = "1" }))], first.InventoryAfter).Applies.Single();
        Assert.Equal((PlanAction.Configure, false), (step.Action, step.IsRepair));
    }

    [Fact]
    public void What_was_never_applied_completely_is_no_repair()
    {
        var request = Request([Thing("a")], [Thing("a").Key.ToEntry()]) with { WasApplied = false };
        Assert.False(Planner.Plan(request).Applies.Single().IsRepair);
        Assert.True(Planner.Plan(request with { WasApplied = true }).Applies.Single().IsRepair);
    }

    [Fact]
    public void What_is_on_its_way_out_is_waited_for()
    {
        var first = Run([Thing("a"), Thing("b")], []);
        foreach (var live in _server.Objects.Values)
            live["metadata"]!["deletionTimestamp"] = "2026-01-01T00:00:00Z";
        var plan = Plan([Thing("a")], first.InventoryAfter);
        Assert.Equal(PlanAction.Wait, plan.Applies.Single().Action);
        Assert.Equal(PlanAction.Wait, plan.Prunes.Single().Action);
        Assert.False(plan.HasChanges);
        Assert.False(plan.IsPruned);
        Assert.Equal(2, plan.InventoryAfter.Count);
    }

    [Fact]
    public void What_somebody_else_took_over_is_neither_deleted_nor_remembered()
    {
        var first = Run([Thing("a"), Thing("b")], []);
        _server["ConfigMap/b"]["metadata"]!["labels"]![ManagedMetadata.IntentLabel] = "another";
        var plan = Plan([Thing("a")], first.InventoryAfter);
        Assert.Equal(PlanAction.Keep, plan.Prunes.Single().Action);
        Assert.True(plan.Prunes.Single().IsForeign);
        Assert.Equal(["a"], plan.InventoryAfter.Select(entry => entry.Name));
    }

    [Fact]
    public void The_uid_is_named_so_that_nothing_made_meanwhile_is_deleted()
    {
        var first = Run([Thing("a")], []);
        Assert.Equal(ManifestObject.UidOf(_server["ConfigMap/a"]), Plan([], first.InventoryAfter).Prunes.Single().Uid);
    }

    [Fact]
    public void Retained_objects_stay_and_stay_in_the_books()
    {
        var first = Run([Thing("a"), Thing("b")], []);
        var plan = Planner.Plan(Request([Thing("a")], first.InventoryAfter) with { Retained = [Thing("b").Key.ToEntry()] });
        Assert.Empty(plan.Prunes);
        Assert.Equal(["a", "b"], plan.InventoryAfter.Select(entry => entry.Name));
    }

    [Fact]
    public void Nothing_is_deleted_when_the_intent_says_so_unless_it_ends()
    {
        var first = Run([Thing("a"), Thing("b")], []);
        var request = Request([Thing("a")], first.InventoryAfter) with { Options = new PlanOptions { Prune = false } };
        Assert.Equal(PlanAction.Keep, Planner.Plan(request).Prunes.Single().Action);
        Assert.Equal(2, Planner.Plan(request).InventoryAfter.Count);
        var end = request with { Desired = [], Options = new PlanOptions { Prune = false, Teardown = true } };
        Assert.All(Planner.Plan(end).Prunes, step => Assert.Equal(PlanAction.Prune, step.Action));
    }

    [Theory]
    [InlineData(11, 5, true)]
    [InlineData(30, 19, true)]
    [InlineData(30, 20, true)]
    [InlineData(30, 15, true)]
    [InlineData(30, 14, false)]
    [InlineData(10, 0, true)]
    [InlineData(11, 0, false)]
    public void No_more_than_a_share_vanishes_at_once(int before, int after, bool pruned)
    {
        var first = Run([.. Enumerable.Range(0, before).Select(i => Thing($"c{i:00}"))], []);
        var plan = Plan([.. Enumerable.Range(0, after).Select(i => Thing($"c{i:00}"))], first.InventoryAfter);
        Assert.Equal(pruned ? [] : plan.Prunes, plan.BlockedPrunes);
        Assert.All(plan.Prunes, step => Assert.Equal(pruned ? PlanAction.Prune : PlanAction.Keep, step.Action));
    }

    [Fact]
    public void A_namespace_goes_only_when_it_is_known_to_hold_nothing_else()
    {
        var space = Space("dp-a", "acme");
        var inside = Thing("a") with { Key = Thing("a").Key with { Namespace = "dp-a" } };
        var first = Run([space, inside], []);
        Assert.Equal(PlanAction.Keep, NamespaceStep(Request([], first.InventoryAfter)));
        var known = Request([], first.InventoryAfter);
        known = known with { Live = known.Live with { NamespacesOfOurs = new HashSet<string> { "dp-a" } } };
        Assert.Equal(PlanAction.Prune, NamespaceStep(known));
        Assert.Equal(PlanAction.Keep, NamespaceStep(known with { Desired = [inside] }));
        Assert.Equal(PlanAction.Keep, NamespaceStep(known with { Retained = [inside.Key.ToEntry()] }));
    }

    [Fact]
    public void A_namespace_of_another_project_is_a_conflict()
    {
        _server.Apply(Space("dp-a", "other").Key, Space("dp-a", "other").Manifest);
        var step = Plan([Space("dp-a", "acme")], []).Applies.Single();
        Assert.Equal((PlanAction.Refuse, FailureReason.Conflict), (step.Action, step.Reason));
    }

    [Fact]
    public void A_namespace_intents_share_is_nobodys_conflict()
    {
        Run([Space("dp-a", "acme")], []);
        Assert.Equal(PlanAction.Unchanged, Plan([Space("dp-a", "acme")], []).Applies.Single().Action);
    }

    [Fact]
    public void An_object_labelled_for_the_intent_is_handed_over()
    {
        _server.Put(Thing("a").Manifest.DeepClone().AsObject());
        Assert.Equal(PlanAction.Configure, Plan([Thing("a")], []).Applies.Single().Action);
    }

    [Fact]
    public void One_object_asked_for_twice_is_refused() =>
        Assert.Equal([PlanAction.Create, PlanAction.Refuse], Plan([Thing("a"), Thing("a")], []).Applies.Select(step => step.Action));

    [Fact]
    public void A_refusal_leaves_the_books_as_they_are()
    {
        var first = Run([Thing("a")], []);
        var plan = Plan([Thing("b"), Thing("b")], first.InventoryAfter);
        Assert.Single(plan.Refusals);
        Assert.Equal(first.InventoryAfter, plan.InventoryBefore);
        Assert.Equal(first.InventoryAfter, plan.InventoryAfter);
    }

    [Fact]
    public void Books_somebody_edited_by_hand_are_read_all_the_same()
    {
        var entry = Thing("a").Key.ToEntry();
        var plan = Plan([Thing("b")], [entry, entry, entry with { Name = "" }, entry with { Kind = "Nonsense" }]);
        Assert.Equal(PlanAction.Create, plan.Applies.Single().Action);
        Assert.Empty(plan.Prunes);
    }

    [Theory]
    [InlineData("apps/v1", "StatefulSet", "serviceName")]
    [InlineData("apps/v1", "StatefulSet", "selector")]
    [InlineData("apps/v1", "Deployment", "selector")]
    [InlineData("batch/v1", "Job", "template")]
    [InlineData("v1", "PersistentVolumeClaim", "storageClassName")]
    public void What_can_never_change_is_refused_before_anything_is_applied(string apiVersion, string kind, string field)
    {
        var before = Thing("a", ("spec", new JsonObject { [field] = "one" })) with { };
        before = Of(apiVersion, kind, before);
        var first = Run([before], []);
        var after = Of(apiVersion, kind, Thing("a", ("spec", new JsonObject { [field] = "two" })));
        var step = Plan([after], first.InventoryAfter).Applies.Single();
        Assert.Equal((PlanAction.Refuse, FailureReason.ObjectInvalid), (step.Action, step.Reason));
        Assert.StartsWith($"spec.{field} ", step.Message, StringComparison.Ordinal);
    }

    private static DesiredObject Of(string apiVersion, string kind, DesiredObject thing)
    {
        thing.Manifest["apiVersion"] = apiVersion;
        thing.Manifest["kind"] = kind;
        return thing with { Key = ManifestObject.KeyOf(thing.Manifest, thing.Key.Namespace) };
    }

    private static PlanAction NamespaceStep(PlanRequest request) => Planner.Plan(request).Prunes.Single(step => step.Key.Kind == "Namespace").Action;

    private static DesiredObject Space(string name, string organization) => new(
        name,
        new ObjectKey("", "v1", "Namespace", null, name),
        new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Namespace",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["labels"] = new JsonObject
                {
                    [ManagedMetadata.ManagedByLabel] = ManagedMetadata.FieldManager,
                    [ManagedMetadata.OrganizationLabel] = organization,
                },
            },
        });

    private static DesiredObject Thing(string name, params (string Name, JsonNode Value)[] body)
    {
        var manifest = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = "ns",
                ["labels"] = new JsonObject { [ManagedMetadata.IntentLabel] = Id },
            },
        };
        foreach (var (member, value) in body)
            manifest[member] = value;
        return new DesiredObject(name, ManifestObject.KeyOf(manifest, "ns"), manifest);
    }

    private DeploymentPlan Run(IReadOnlyList<DesiredObject> desired, IReadOnlyList<InventoryEntry> inventory)
    {
        var plan = Plan(desired, inventory);
        _server.Run(plan);
        return plan;
    }

    private DeploymentPlan Plan(IReadOnlyList<DesiredObject> desired, IReadOnlyList<InventoryEntry> inventory) => Planner.Plan(Request(desired, inventory));

    private PlanRequest Request(IReadOnlyList<DesiredObject> desired, IReadOnlyList<InventoryEntry> inventory) => new()
    {
        IntentId = Id,
        Desired = desired,
        Inventory = inventory,
        Live = new LiveState { Objects = _server.Objects },
    };
}
