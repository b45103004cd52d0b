using Pdp.Story;
using Pdp.Story.Staging;

namespace Pdp.Demo.Reporting;

/// <summary>For logs: two lines per step, no colours.</summary>
internal sealed class PlainReporter : IReporter
{
    public async Task<bool> PlayAsync(IAsyncEnumerable<StepOutcome> story, CancellationToken ct)
    {
        var held = true;
        await foreach (var outcome in story.WithCancellation(ct))
        {
            held &= outcome.Ok;
            await Console.Out.WriteLineAsync($"{(outcome.Ok ? "ok    " : "FAILED")} {outcome.Step}. {outcome.Title} ({outcome.Took.TotalSeconds:0.0} s)");
            await Console.Out.WriteLineAsync($"          {outcome.Detail.ReplaceLineEndings("\n          ")}");
        }

        return held;
    }

    public void StaysUp(Stage stage) => Console.WriteLine(Guide.Of(stage));

    public void Failed(Stage stage) => Console.WriteLine(LastWords.Of(stage));
}
