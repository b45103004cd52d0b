using Pdp.Story;

namespace Pdp.EndToEnd.MainJob;

/// <summary>The main job, step by step.</summary>
[Collection(SharedStory.Name)]
public sealed class StoryTests(PlayedStory story)
{
    public static TheoryData<int, string> Steps
    {
        get
        {
            var steps = new TheoryData<int, string>();
            foreach (var (index, step) in StoryPlayer.Steps.Index())
            {
                steps.Add(index + 1, step.Title);
            }

            return steps;
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_step_holds(int number, string title)
    {
        var outcome = story.Outcomes.Single(outcome => outcome.Step == number);

        TestContext.Current.TestOutputHelper?.WriteLine($"{outcome.Took.TotalSeconds:0.0} s: {outcome.Detail}");
        Assert.True(outcome.Ok, $"{title}: {outcome.Detail}{(outcome.Ok ? "" : $"\nlogs: {story.Stage.Directory}")}");
    }
}
