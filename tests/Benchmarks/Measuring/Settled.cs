using Pdp.Story;
using Pdp.Story.Staging;

namespace Pdp.Benchmarks.Measuring;

/// <summary>Waits until nothing of what was measured before is under way any more, so that it does not count against what is measured next.</summary>
internal static class Settled
{
    private const double BusyShare = 0.05;
    private const int QuietLooks = 3;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Returns once agent, cluster and control plane together used less than 5 % of a core in each of three seconds.</summary>
    /// <exception cref="StoryException">They did not within five minutes.</exception>
    public static async Task WaitAsync(Stage stage, CancellationToken ct)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var quiet = 0; quiet < QuietLooks;)
        {
            if (TimeProvider.System.GetElapsedTime(started) > Limit)
            {
                throw new StoryException($"agent, cluster and control plane were never at rest within {Limit}; what is measured next would be measured beside it");
            }

            var busy = new BusyTime(stage);
            await Task.Delay(Look, TimeProvider.System, ct);
            quiet = busy.Figures("").Sum(figure => figure.Value) / Look.TotalSeconds < BusyShare ? quiet + 1 : 0;
        }
    }
}
