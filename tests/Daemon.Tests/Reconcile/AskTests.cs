using Pdp.Core.Ports;
using Pdp.Daemon.Tests.Harness;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Reconcile;

public sealed class AskTests(TestCluster cluster) : AgentTest(cluster)
{
    private IAnswerAsk Asks => Agent.Get<IAnswerAsk>();

    [Fact]
    public async Task A_plan_says_what_would_change_and_changes_nothing()
    {
        await Agent.PutAsync(Plane.Component(Id, 1));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        await QuietAsync();
        Agent.Api.Forget();

        var answer = await Asks.AnswerAsync(new AskFrame("q", AskKind.Plan, Id), Ct);

        var steps = answer.Result!.Value.GetProperty("steps").EnumerateArray().ToList();
        Assert.Equal(7, steps.Count);
        Assert.All(steps, step => Assert.Equal("Unchanged", step.GetProperty("action").GetString()));
        Assert.Empty(Agent.Api.Writes);
    }

    [Fact]
    public async Task A_plan_of_what_is_paused_says_what_would_be_then_by_field_and_which_pods_restart_and_no_values()
    {
        await Agent.PutAsync(Plane.Component(Id, 1, spec => spec with { Replicas = 2 }));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        await Agent.PutAsync(Plane.Component(Id, 2, spec => spec.WithImage("registry.example/app:2", "r2") with
        {
            Replicas = 2,
            Paused = true,
            Config = new Dictionary<string, string> { ["mode"] = "canary-7f3a" },
        }));
        await Agent.PhaseAsync(Id, IntentPhase.Waiting, 2);

        var (answer, _) = await Asks.AnswerAsync(new AskFrame("q", AskKind.Plan, Id), Ct);
        var plan = answer!.Value;

        Assert.Equal(2, plan.GetProperty("generation").GetInt64());
        Assert.Contains("paused", plan.GetProperty("waits")[0].GetString(), StringComparison.Ordinal);
        var steps = plan.GetProperty("steps").EnumerateArray().ToList();
        var deployment = steps.Single(step => step.GetProperty("object").GetString()!.StartsWith("Deployment/", StringComparison.Ordinal));
        Assert.Equal(("Configure", 2), (deployment.GetProperty("action").GetString(), deployment.GetProperty("restarts").GetInt32()));
        Assert.Contains("spec.template.spec.containers[name=main].image", deployment.GetProperty("fields").EnumerateArray().Select(field => field.GetString()));
        Assert.Contains(steps, step => step.GetProperty("action").GetString() == "Create" && step.GetProperty("object").GetString()!.StartsWith("ConfigMap/", StringComparison.Ordinal));
        Assert.DoesNotContain("canary-7f3a", plan.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("registry.example/app", plan.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_description_is_the_whole_status()
    {
        await Agent.PutAsync(Plane.Component(Id, 1));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);

        var answer = await Asks.AnswerAsync(new AskFrame("q", AskKind.Describe, Id), Ct);

        Assert.Equal("Healthy", answer.Result!.Value.GetProperty("phase").GetString());
        Assert.Equal(7, answer.Result.Value.GetProperty("inventory").GetArrayLength());
    }

    [Fact]
    public async Task A_description_holds_the_document_as_it_was_signed_if_asked_for()
    {
        var document = Plane.Component(Id, 1);
        await Agent.PutAsync(document);
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);

        var answer = await Asks.AnswerAsync(new AskFrame("q", AskKind.Describe, Id, Document: true), Ct);

        Assert.Equal(Agent.Get<IIntentStore>().Find(Id)!.Jws, answer.Result!.Value.GetProperty("document").GetString());
        Assert.Equal("Healthy", answer.Result.Value.GetProperty("phase").GetString());
        var brief = await Asks.AnswerAsync(new AskFrame("q", AskKind.Describe, Id), Ct);
        Assert.False(brief.Result!.Value.TryGetProperty("document", out _));
    }

    [Fact]
    public async Task What_is_not_held_is_said_not_to_be() =>
        Assert.Equal("there is no such intent on this plane", (await Asks.AnswerAsync(new AskFrame("q", AskKind.Plan, "nobody"), Ct)).Error);
}
