using Pdp.ControlStub.Store;
using Pdp.Simulation.Story;

namespace Pdp.Simulation.Bugs;

/// <summary>Mistakes of the control plane with its store.</summary>
internal static class StoreBugs
{
    /// <summary>Tells of a change before it is there to be read, and never again.</summary>
    public static PlaySetup NewsBeforeCommit(PlaySetup setup)
    {
        var hearers = new List<Action<StoreChange>>();
        return setup.InStore((_, arguments, call) =>
        {
            if (arguments is [ChangeSet changes, ..])
            {
                foreach (var hear in hearers) hear(new StoreChange.IntentsChanged(changes.Plane, [.. changes.Intents.Select(i => i.Intent.Id)]));
            }
            if (arguments is [Action<StoreChange> hearer])
            {
                hearers.Add(hearer);
                arguments[0] = WithoutNews(hearer);
            }
            return call();
        });
    }

    /// <summary>Says yes to an operator while the change is still on its way to the disk.</summary>
    public static PlaySetup AcceptedBeforeCommit(PlaySetup setup) => setup.InStore((method, arguments, call) =>
    {
        if (method != nameof(IIntentStore.CommitAsync)) return call();
        _ = call();
        return Task.FromResult(CommitOutcome.Committed);
    });

    /// <summary>Lets every third status fall under the table.</summary>
    public static PlaySetup StatusWriteDropped(PlaySetup setup)
    {
        var statuses = 0;
        return setup.InStore((method, _, call) =>
            method == nameof(IIntentStore.SaveStatusesAsync) && ++statuses % 3 == 0 ? Task.CompletedTask : call());
    }

    private static Action<StoreChange> WithoutNews(Action<StoreChange> hear) => change =>
    {
        if (change is not StoreChange.IntentsChanged) hear(change);
    };

    private static PlaySetup InStore(this PlaySetup setup, Func<string, object?[], Func<object?>, object?> call) => setup with
    {
        Stub = setup.Stub with
        {
            Store = store => Instead.Of(store, (method, _, real) => method switch
            {
                $"get_{nameof(IControlStore.Intents)}" => Instead.Of((IIntentStore)real()!, call),
                $"get_{nameof(IControlStore.Changes)}" => Instead.Of((IChangeFeed)real()!, call),
                _ => real(),
            }),
        },
    };
}
