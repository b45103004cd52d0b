using Pdp.ControlStub.Intents;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Signatures;

namespace Pdp.ControlStub.Adoption;

/// <summary>
/// Signs anew what another key signed: the same content at the next generation. Once all of it has arrived, agents need the other key no more.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="desk">Signs.</param>
/// <param name="signing">The key that signs now.</param>
internal sealed class Resigner(IControlStore store, IntentDesk desk, Func<JsonWebKey> signing)
{
    private const int PageSize = 1000;

    /// <summary>Signs anew what a plane has of other keys.</summary>
    /// <returns>How many intents got a new generation.</returns>
    public async Task<int> ResignAsync(Caller caller, string plane, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var intent in IntentsAsync(plane, cancellationToken))
            if (!intent.Removed && KeyOf(intent) != signing().Kid
                && (await desk.RetryAsync(caller, plane, intent.Id, cancellationToken)).Outcome == DeskOutcome.Done)
                count++;
        return count;
    }

    /// <summary>An intent of any plane that a key signed and that the agent may still have to believe; null when there is none.</summary>
    public async Task<IntentRecord?> FindSignedByAsync(string kid, CancellationToken cancellationToken)
    {
        for (string? after = null; ;)
        {
            var planes = await store.Planes.ListAsync(after, PageSize, cancellationToken);
            foreach (var plane in planes.Items)
                await foreach (var intent in IntentsAsync(plane.Name, cancellationToken))
                    if (KeyOf(intent) == kid)
                        return intent;
            if ((after = planes.Next) is null)
                return null;
        }
    }

    // Removals that are done are left out: nothing of them is held anywhere.
    private async IAsyncEnumerable<IntentRecord> IntentsAsync(
        string plane, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (string? after = null; ;)
        {
            var page = await store.Intents.ListAsync(plane, new IntentFilter(IncludeRemoved: true), after, PageSize, cancellationToken);
            foreach (var line in page.Items)
                if (await store.Intents.FindAsync(plane, line.Intent.Id, cancellationToken) is { } intent)
                    yield return intent;
            if ((after = page.Next) is null)
                yield break;
        }
    }

    private static string? KeyOf(IntentRecord intent) => CompactJws.TryParse(intent.Jws, out var jws, out _) ? jws.Header.Kid : null;
}
