using Pdp.Story;

namespace Pdp.Cutter.Watching;

/// <summary>For what is asked of processes that may be down, held or just coming back.</summary>
internal static class Patiently
{
    /// <summary>Tries once.</summary>
    /// <returns>Whether there was an answer, good enough to be read.</returns>
    public static async Task<bool> TryAsync(Func<Task> ask, CancellationToken ct)
    {
        try
        {
            await ask();
            return true;
        }
        catch (Exception away) when (IsAway(away, ct))
        {
            return false;
        }
    }

    /// <summary>Tries until there is an answer.</summary>
    /// <exception cref="StoryException">There is none in time.</exception>
    public static async Task<T> AskAsync<T>(string what, Func<Task<T>> ask, TimeSpan within, CancellationToken ct)
        where T : class
    {
        T? answer = null;
        await Poll.UntilTrueAsync(what, () => TryAsync(async () => answer = await ask(), ct), within, ct);
        return answer!;
    }

    // A client of a stub that is just being started again is gone under one's hands.
    private static bool IsAway(Exception problem, CancellationToken ct) =>
        problem is HttpRequestException or ObjectDisposedException or IOException or StoryException
        || (problem is OperationCanceledException && !ct.IsCancellationRequested);
}
