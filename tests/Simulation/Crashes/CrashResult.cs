using System.Text.Json.Serialization;

namespace Pdp.Simulation.Crashes;

/// <summary>What came of one rollout, played once for each place to die in it.</summary>
/// <param name="Case">The rollout.</param>
/// <param name="Plays">How often it was played.</param>
/// <param name="Deaths">How often the agent died in it.</param>
/// <param name="Findings">Every end that is not as it has to be, with the place where the agent died.</param>
internal sealed record CrashResult(string Case, int Plays, int Deaths, IReadOnlyList<string> Findings)
{
    /// <summary>Whether every end was as it has to be.</summary>
    [JsonIgnore]
    public bool IsGood => Findings.Count == 0;
}
