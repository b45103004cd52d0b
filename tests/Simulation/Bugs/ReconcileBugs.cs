using System.Runtime.CompilerServices;
using Pdp.Core.Ports;
using Pdp.Core.Rollout;
using Pdp.Simulation.Story;

namespace Pdp.Simulation.Bugs;

/// <summary>Mistakes in what the agent remembers and tells.</summary>
internal static class ReconcileBugs
{
    /// <summary>Goes back to the first revision that ever was good, not to the last.</summary>
    public static PlaySetup RollbackToTheFirstRevision(PlaySetup setup)
    {
        var first = new Dictionary<string, Revision>(StringComparer.Ordinal);
        // It takes two good generations and a bad one, which few stories have.
        return (setup with { Prologue = [false, false, true] }).InAgent<IRevisionStore>((store, _) => Instead.Of(store, (method, arguments, call) =>
        {
            var intent = (StoredIntent)arguments[0]!;
            if (method == nameof(IRevisionStore.KeepAsync)) first.TryAdd(intent.Uid, (Revision)arguments[1]!);
            return method == nameof(IRevisionStore.FindAsync) && first.TryGetValue(intent.Uid, out var wrong)
                ? Task.FromResult<Revision?>(wrong)
                : call();
        }));
    }

    /// <summary>Tells a new session only what changed since the one before began.</summary>
    public static PlaySetup StatusNotToldAgain(PlaySetup setup) => setup.InAgent<IStatusFeed>((feed, _) =>
    {
        var sessions = 0;
        return Instead.Of(feed, (_, arguments, _) => ReadAsync(feed, (int)arguments[0]!, sessions++ > 0, (CancellationToken)arguments[1]!));
    });

    private static async IAsyncEnumerable<IReadOnlyList<StatusEntry>> ReadAsync(
        IStatusFeed feed, int most, bool skipsFirst, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in feed.ReadAsync(most, cancellationToken))
        {
            if (!skipsFirst) yield return batch;
            skipsFirst = false;
        }
    }
}
