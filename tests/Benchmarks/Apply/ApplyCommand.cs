using System.Globalization;
using Pdp.Benchmarks.Reporting;

namespace Pdp.Benchmarks.Apply;

/// <summary><c>apply</c>: many components at once, beside kubectl and beside what the API server itself can do.</summary>
internal static class ApplyCommand
{
    public const string Name = "apply";

    private const string Usage = "apply [COMPONENTS]\n  COMPONENTS  10..5000, default 1000";

    public static async Task<int> RunAsync(string configuration, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var components = 1000;
        if (arguments.Count > 1 || (arguments.Count > 0
            && !(int.TryParse(arguments[0], NumberStyles.None, CultureInfo.InvariantCulture, out components) && components is >= 10 and <= 5000)))
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        return await new StageBenchmark(configuration, "apply.json").RunAsync(stage => new ApplyStory(stage, components).PlayAsync(ct), ct);
    }
}
