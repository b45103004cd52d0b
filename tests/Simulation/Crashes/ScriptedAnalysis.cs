using Pdp.Core.Analysis;
using Pdp.Protocol.Intents;

namespace Pdp.Simulation.Crashes;

/// <summary>Measures what the name of an analysis says.</summary>
internal sealed class ScriptedAnalysis : IAnalysisSource
{
    /// <summary>An analysis that always holds.</summary>
    public const string Holds = "holds";

    /// <summary>One that never does.</summary>
    public const string Fails = "fails";

    public Task<Measurement> MeasureAsync(AnalysisSpec analysis, AnalysisSubject subject, CancellationToken cancellationToken) =>
        Task.FromResult(new Measurement(analysis.Name, analysis.Name == Holds ? 0 : 2));
}
