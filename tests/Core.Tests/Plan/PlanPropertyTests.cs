using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Pdp.Core.Objects;
using Pdp.Core.Plan;
using Pdp.Core.Tests.Support;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Plan;

public sealed class PlanPropertyTests
{
    private static readonly Config _many = Config.QuickThrowOnFailure.WithMaxTest(150);

    [Fact]
    public void After_a_perfect_apply_all_is_unchanged() => Prop.ForAll(AnyIntent.Typed.ToArbitrary(), intent =>
    {
        var server = new Server();
        var first = Planner.Plan(Request(intent, intent, [], server));
        Assert.All(first.Applies, step => Assert.Equal(PlanAction.Create, step.Action));
        server.Run(first);

        var second = Planner.Plan(Request(intent, intent, first.InventoryAfter, server));
        Assert.All(second.Applies, step => Assert.Equal((PlanAction.Unchanged, 0), (step.Action, step.Fields.Count)));
        Assert.Empty(second.Prunes);
        Assert.False(second.HasChanges);
        Assert.Equal(first.InventoryAfter, second.InventoryAfter);
    }).Check(_many);

    [Fact]
    public void Only_what_is_in_the_books_is_deleted_and_nothing_that_is_wanted() => Changes((one, two) =>
    {
        var server = new Server();
        var first = Planner.Plan(Request(one, one, [], server));
        server.Run(first);
        var books = first.InventoryAfter.Where((_, i) => i % 3 != 0).ToList();
        var plan = Planner.Plan(Request(one, two, books, server));
        var wanted = AnyIntent.Render(two).Select(o => o.Key.Identity).ToHashSet();
        Assert.All(plan.Prunes, step => Assert.Contains(step.Key.ToEntry(step.Wave), books));
        Assert.All(plan.Prunes, step => Assert.DoesNotContain(step.Key.Identity, wanted));
    });

    [Fact]
    public void Any_change_arrives_in_one_step_and_leaves_nothing_but_what_is_wanted() => Changes((one, two) =>
    {
        var server = new Server();
        var first = Planner.Plan(Request(one, one, [], server));
        server.Run(first);
        var second = Planner.Plan(Request(one, two, first.InventoryAfter, server));
        if (second.Refusals.Count > 0)
            return;
        server.Run(second);
        var kept = second.Kept.Select(entry => ObjectKey.Of(entry).Identity);
        Assert.Equal(
            AnyIntent.Render(two).Select(o => o.Key.Identity).Concat(kept).Order().ToList(),
            server.Objects.Keys.Order().ToList());
        Assert.False(Planner.Plan(Request(one, two, second.InventoryAfter, server)).HasChanges);
    });

    [Fact]
    public void A_rollback_restores_the_very_bytes() => Changes((one, two) =>
    {
        var server = new Server();
        var first = Planner.Plan(Request(one, one, [], server));
        server.Run(first);
        var before = server.Objects.ToDictionary(o => o.Key, o => Bytes(o.Value, one));
        // Of what does not become healthy nothing is pruned yet.
        var second = Planner.Plan(Request(one, two, first.InventoryAfter, server)) with { Prunes = [] };
        if (second.Refusals.Count > 0)
            return;
        server.Run(second);

        var back = Planner.Plan(Request(one, one, second.InventoryBefore, server));
        server.Run(back);

        Assert.Empty(back.Refusals);
        var kept = back.Prunes.Where(step => step.Action == PlanAction.Keep).Select(step => step.Key.Identity).ToHashSet();
        Assert.Equal(
            before.OrderBy(o => o.Key).Select(o => o.Value),
            server.Objects.Where(o => !kept.Contains(o.Key)).OrderBy(o => o.Key).Select(o => Bytes(o.Value, one)));
        Assert.False(Planner.Plan(Request(one, one, back.InventoryAfter, server)).HasChanges);
    });

    [Fact]
    public void The_order_is_total_and_does_not_depend_on_the_order_given() => Prop.ForAll(AnyIntent.Typed.ToArbitrary(), intent =>
    {
        var request = Request(intent, intent, [], new Server());
        var turned = request with { Desired = [.. request.Desired.Reverse()] };
        Assert.Equal(Planner.Plan(request).Applies.Select(step => step.Key), Planner.Plan(turned).Applies.Select(step => step.Key));
        Assert.Equal("Namespace", Planner.Plan(turned).Applies[0].Key.Kind);
    }).Check(_many);

    [Fact]
    public void The_books_written_before_cover_every_moment_of_the_change() => Changes((one, two) =>
    {
        var server = new Server();
        var first = Planner.Plan(Request(one, one, [], server));
        server.Run(first);
        var second = Planner.Plan(Request(one, two, first.InventoryAfter, server));
        if (second.Refusals.Count > 0)
            return;
        var books = second.InventoryBefore.Select(entry => ObjectKey.Of(entry).Identity).ToHashSet();
        Assert.All(server.Objects.Keys, identity => Assert.Contains(identity, books));
        server.Run(second);
        Assert.All(server.Objects.Keys, identity => Assert.Contains(identity, books));
    });

    // How many pods there are is an autoscaler's to say where there is one; who wrote what and when is not content.
    private static string Bytes(JsonObject content, TypedIntent intent)
    {
        var copy = content.DeepClone().AsObject();
        copy["metadata"]!.AsObject().Remove("managedFields");
        if (intent.Spec is ComponentSpec { Autoscaling: not null }) (copy["spec"] as JsonObject)?.Remove("replicas");
        return CanonicalJson.Text(copy);
    }

    // The same component changed into another, as a new generation would.
    private static void Changes(Action<TypedIntent, TypedIntent> holds)
    {
        var pairs = from one in AnyIntent.Typed
                    from spec in AnyIntent.Component
                    select (One: one, Two: AnyIntent.Of(one.Metadata with { Generation = 2 }, spec));
        Prop.ForAll(pairs.ToArbitrary(), pair => holds(pair.One, pair.Two)).Check(_many);
    }

    private static PlanRequest Request(TypedIntent owner, TypedIntent wanted, IReadOnlyList<InventoryEntry> inventory, Server server) => new()
    {
        IntentId = owner.Metadata.Id,
        Desired = AnyIntent.Render(wanted),
        Inventory = inventory,
        Live = new LiveState { Objects = server.Objects },
    };
}
