using System.Text.Json.Nodes;
using Pdp.Core.Policy;
using Pdp.Core.Policy.Model;
using Pdp.Core.Ports;
using Pdp.Core.Rollout;
using Pdp.Daemon.Policy;
using Pdp.Daemon.Tests.Harness;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Reconcile;

/// <summary>What is gone back to was signed, and is allowed by the policy of today; otherwise what runs is left alone.</summary>
[Lasts(40)]
public sealed class KeptRevisionTests(TestCluster cluster) : AgentTest(cluster)
{
    private static readonly CustomerPolicy _onlyNew = new(
        PolicyRules.Default with { Images = new ImageRules { Allow = ["registry.example/new"] } }, []);

    [Fact]
    public async Task A_revision_that_todays_policy_forbids_is_not_gone_back_to_until_it_is_allowed_again()
    {
        await DeployAsync();
        Agent.Get<CurrentPolicy>().Replace(_onlyNew);
        await FailAsync("registry.example/new/broken:2");

        var status = await Agent.PhaseAsync(Id, IntentPhase.Degraded, 2);
        Assert.Equal(FailureReason.PolicyDenied, status.Reason);
        Assert.Contains("generation 1 cannot be applied: ", status.Message, StringComparison.Ordinal);
        Assert.Contains("policy.images: ", status.Message, StringComparison.Ordinal);
        Assert.Equal("registry.example/new/broken:2", await ImageAsync());

        Agent.Get<CurrentPolicy>().Replace(CustomerPolicy.Default);
        Agent.Get<IPolicyObserver>().PolicyChanged();
        await Agent.StatusAsync(Id, s => s is { Phase: IntentPhase.RolledBack, RunningGeneration: 1 });
        Assert.Equal("registry.example/app:1", await ImageAsync());
    }

    [Fact]
    public async Task What_todays_policy_forbids_runs_on_as_it_is_and_is_not_repaired()
    {
        await DeployAsync();
        Agent.Get<CurrentPolicy>().Replace(_onlyNew);
        Agent.Get<IPolicyObserver>().PolicyChanged();
        Assert.Equal(FailureReason.PolicyDenied, (await Agent.PhaseAsync(Id, IntentPhase.Refused, 1)).Reason);
        await QuietAsync();
        Agent.Api.Forget();

        await Cluster.DeleteAsync(await Cluster.OneAsync("v1", "Service", Id));
        await Until.TrueAsync(() => Agent.Api.Calls.Count > 0);
        await LookAgainAsync();

        Assert.DoesNotContain(Agent.Api.Writes, call => call.Kind is not "Intent");
        Assert.Single(await Cluster.OfIntentAsync("apps/v1", "Deployment", Id));
    }

    public static TheoryData<string, FailureReason> Forgeries => new()
    {
        { "a document nobody signed", FailureReason.SignatureInvalid },
        { "a document of another plane's key", FailureReason.UnknownKey },
        { "a document of another intent", FailureReason.Tampered },
        { "a document of another generation", FailureReason.Tampered },
        { "a removal", FailureReason.Tampered },
    };

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task A_revision_that_was_edited_is_not_gone_back_to(string what, FailureReason reason)
    {
        await DeployAsync();
        using var stranger = new TestPlane();
        await EditAsync(new Revision
        {
            Generation = 1,
            Document = what switch
            {
                "a document nobody signed" => "a.b.c",
                "a document of another plane's key" => stranger.Component(Id, 1),
                "a document of another intent" => Plane.Component($"{Id}-b", 1),
                "a document of another generation" => Plane.Component(Id, 7),
                _ => Plane.Removal(Id, 1),
            },
        });
        await FailAsync("registry.example/broken:2");

        var status = await Agent.PhaseAsync(Id, IntentPhase.Degraded, 2);

        Assert.Equal(reason, status.Reason);
        Assert.Equal("registry.example/broken:2", await ImageAsync());
        Assert.True(Agent.Log.Contains("RevisionRefused"), Agent.Log.ToString());
    }

    [Fact]
    public async Task The_same_document_signed_anew_is_kept_anew()
    {
        await DeployAsync();
        var before = (await SecretAsync())["data"]!["revision"]!.ToString();
        var intent = Agent.Journal.Find(Id)!;
        var anew = Plane.Component(Id, 1);
        Assert.NotEqual(intent.Jws, anew);

        var resource = (await Cluster.GetAsync("pdp.dev/v1", "Intent", Namespace, Id))!;
        await Cluster.EditAsync(resource, new JsonObject { ["spec"] = new JsonObject { ["jws"] = anew } }.ToJsonString());

        await Until.TrueAsync(async () => (await SecretAsync())["data"]!["revision"]!.ToString() != before);
        Assert.Equal(anew, (await Agent.Get<IRevisionStore>().FindAsync(intent, Ct))!.Document);
    }

    private async Task DeployAsync()
    {
        await Agent.PutAsync(Plane.Component(Id, 1));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        await QuietAsync();
    }

    private Task FailAsync(string image) => Agent.PutAsync(Plane.Component(
        Id, 2, spec => spec.WithImage(image, "r2") with { Rollout = new RolloutSpec { DeadlineSeconds = 5 } }));

    private async Task EditAsync(Revision revision)
    {
        Assert.True(RevisionCodec.TryEncode(revision, out var bytes));
        await Cluster.EditAsync(
            await SecretAsync(), new JsonObject { ["data"] = new JsonObject { ["revision"] = Convert.ToBase64String(bytes) } }.ToJsonString());
    }

    private async Task<JsonObject> SecretAsync() => (await Cluster.GetAsync("v1", "Secret", Namespace, $"pdp-revision-{Id}"))!;

    private async Task<string?> ImageAsync() =>
        (string?)(await Cluster.OneAsync("apps/v1", "Deployment", Id))["spec"]!["template"]!["spec"]!["containers"]![0]!["image"];
}
