using Pdp.Story;
using Pdp.Story.Staging;
using Spectre.Console;

namespace Pdp.Demo.Reporting;

/// <summary>For people at a terminal: what is being played now, and a checked line for what was.</summary>
internal sealed class TerminalReporter : IReporter
{
    public Task<bool> PlayAsync(IAsyncEnumerable<StepOutcome> story, CancellationToken ct) =>
        AnsiConsole.Status().Spinner(Spinner.Known.Dots).StartAsync(Playing(0), async status =>
        {
            var held = true;
            await foreach (var outcome in story.WithCancellation(ct))
            {
                held &= outcome.Ok;
                var mark = outcome.Ok ? "[green]✔[/]" : "[red]✘[/]";
                AnsiConsole.MarkupLine($"{mark} [bold]{outcome.Step}. {Markup.Escape(outcome.Title)}[/] [grey]{outcome.Took.TotalSeconds:0.0} s[/]");
                AnsiConsole.Write(new Padder(new Text(outcome.Detail, outcome.Ok ? Color.Grey : Color.Red), new Padding(5, 0, 0, 0)));
                status.Status(Playing(outcome.Step));
            }

            return held;
        });

    public void StaysUp(Stage stage)
    {
        AnsiConsole.WriteLine();
        AnsiConsole.Write(new Rule("[green]up and yours until Ctrl-C[/]") { Justification = Justify.Left });
        Console.WriteLine(Guide.Of(stage));
    }

    public void Failed(Stage stage)
    {
        AnsiConsole.Write(new Rule("[red]what the processes said last[/]") { Justification = Justify.Left });
        Console.WriteLine(LastWords.Of(stage));
    }

    private static string Playing(int done) =>
        done < StoryPlayer.Steps.Count ? Markup.Escape($"{done + 1}. {StoryPlayer.Steps[done].Title}") : "done";
}
