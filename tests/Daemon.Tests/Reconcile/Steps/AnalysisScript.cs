using System.Collections.Concurrent;
using Pdp.Core.Analysis;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Reconcile.Steps;

/// <summary>Measures what a test says.</summary>
internal sealed class AnalysisScript : IAnalysisSource
{
    public ConcurrentQueue<(string Name, AnalysisSubject Subject)> Asked { get; } = new();

    public Func<string, double?> Value { get; set; } = static _ => 0;

    /// <summary>What happens before anything is measured.</summary>
    public Func<Task> Before { get; set; } = static () => Task.CompletedTask;

    public async Task<Measurement> MeasureAsync(AnalysisSpec analysis, AnalysisSubject subject, CancellationToken cancellationToken)
    {
        Asked.Enqueue((analysis.Name, subject));
        await Before();
        var value = Value(analysis.Name);
        return new Measurement(analysis.Name, value, value is null ? "away" : "");
    }
}
