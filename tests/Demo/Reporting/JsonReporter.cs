using System.Text.Json.Nodes;
using Pdp.Story;
using Pdp.Story.Staging;

namespace Pdp.Demo.Reporting;

/// <summary>For programs: one JSON object per step on standard output; everything else goes to standard error.</summary>
internal sealed class JsonReporter : IReporter
{
    public async Task<bool> PlayAsync(IAsyncEnumerable<StepOutcome> story, CancellationToken ct)
    {
        var held = true;
        await foreach (var outcome in story.WithCancellation(ct))
        {
            held &= outcome.Ok;
            var line = new JsonObject
            {
                ["step"] = outcome.Step,
                ["ok"] = outcome.Ok,
                ["ms"] = (long)outcome.Took.TotalMilliseconds,
                ["detail"] = outcome.Detail,
            };
            await Console.Out.WriteLineAsync(line.ToJsonString());
        }

        return held;
    }

    public void StaysUp(Stage stage) => Console.Error.WriteLine(Guide.Of(stage));

    public void Failed(Stage stage) => Console.Error.WriteLine(LastWords.Of(stage));
}
