using System.Text.Json.Serialization;
using Pdp.Simulation.Crashes;
using Pdp.Simulation.Scenarios;
using Pdp.Simulation.Story;

namespace Pdp.Simulation.Cli;

/// <summary>How results travel from workers.</summary>
[JsonSerializable(typeof(PlayResult))]
[JsonSerializable(typeof(Quarry))]
[JsonSerializable(typeof(ThirtyDaysResult))]
[JsonSerializable(typeof(CrashResult))]
internal sealed partial class ResultJson : JsonSerializerContext;
