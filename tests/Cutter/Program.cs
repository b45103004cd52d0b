using System.CommandLine;
using Pdp.Cutter.Play;
using Pdp.Story;

var seeds = new Option<int>("--seeds") { Description = "How many seeds to play, one after another.", DefaultValueFactory = _ => 10 };
var first = new Option<int>("--seed") { Description = "The first seed.", DefaultValueFactory = _ => 1 };
var seconds = new Option<int>("--length") { Description = "Seconds during which faults happen in each play.", DefaultValueFactory = _ => 20 };
var minutes = new Option<int>("--minutes") { Description = "Begin no play after so many minutes.", DefaultValueFactory = _ => 60 };
var root = new RootCommand("Plays the real agent and control stub over lines that cut, stall, lose and corrupt, and judges what happened.")
{
    seeds, first, seconds, minutes,
};
root.SetAction(async (parsed, ct) =>
{
    var begun = TimeProvider.System.GetTimestamp();
    var broken = 0;
    for (var seed = parsed.GetValue(first); seed < parsed.GetValue(first) + parsed.GetValue(seeds); seed++)
    {
        if (TimeProvider.System.GetElapsedTime(begun) > TimeSpan.FromMinutes(parsed.GetValue(minutes))) break;
        try
        {
            var result = await Player.PlayAsync(PlayOptions.Of(seed, TimeSpan.FromSeconds(parsed.GetValue(seconds))), ct);
            Console.WriteLine(result);
            broken += result.Violations.Count > 0 ? 1 : 0;
        }
        catch (StoryException failed)
        {
            Console.WriteLine($"seed {seed}: could not be played to its end: {failed.Message}");
            broken++;
        }
    }

    Console.WriteLine(broken == 0 ? "every rule held" : $"{broken} plays broke a rule or did not end; --seed N --seeds 1 plays one again");
    return broken == 0 ? 0 : 1;
});
return await root.Parse(args).InvokeAsync();
