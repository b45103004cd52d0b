using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Policy;
using Pdp.Core.Policy.Model;
using Pdp.Core.Tests.Support;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Policy;

/// <summary>Every object of tricks.yaml is refused by the rule it breaks. A new trick is a new entry.</summary>
public sealed class TrickTests
{
    private static readonly IReadOnlyList<JsonObject> _all =
        Yaml.Items(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Policy", "tricks.yaml")));

    public static TheoryData<string> Tricks => [.. _all.Select(trick => (string)trick["trick"]!)];

    [Theory]
    [MemberData(nameof(Tricks))]
    public void A_trick_is_refused_by_its_rule(string name)
    {
        var trick = _all.Single(trick => (string?)trick["trick"] == name);
        var manifest = trick["object"]!.AsObject();
        var key = ManifestObject.KeyOf(manifest, manifest.Text("kind") is "Namespace" or "ClusterRoleBinding" ? null : Disguise.Namespace);
        var policy = (string?)trick["policy"] == "tight" ? Policies.Tight : PolicyRules.Default;

        var reasons = PolicyCheck.Check(Disguise.Request(new DesiredObject("a", key, manifest)), AgentPolicy.Of(policy));

        Assert.Contains(reasons, reason => reason.Message.StartsWith($"policy.{(string)trick["rule"]!}: ", StringComparison.Ordinal));
        Assert.All(reasons, reason => Assert.Equal(FailureReason.PolicyDenied, reason.Reason));
    }

    [Fact]
    public void Every_rule_has_a_trick_or_a_bad_pod_it_refuses()
    {
        var shown = _all.Select(trick => (string)trick["rule"]!).Concat(BadPod.All.Select(bad => bad.Rule));
        Assert.Equal([], PolicyCheck.All.Select(rule => rule.Name).Except(shown).Except(["places", "secretStores", "unsignedIntents", "drift"]));
    }

    [Fact]
    public void Reasons_never_repeat_what_was_sent()
    {
        const string Canary = "canary-7f3a";
        foreach (var bad in BadPod.All)
        {
            var (metadata, spec) = bad.Pod(Disguise.Role.Main);
            Plant(spec, Canary);
            var reasons = PolicyCheck.Check(
                Disguise.Request(Disguise.Carry(Disguise.Carriers[3], metadata, spec)), AgentPolicy.Of(Policies.Tight));
            Assert.NotEmpty(reasons);
            Assert.DoesNotContain(reasons, reason => reason.ToString().Contains(Canary, StringComparison.Ordinal));
        }
    }

    // Every text becomes the canary.
    private static void Plant(JsonNode? node, string canary)
    {
        foreach (var (name, value) in (node as JsonObject)?.ToList() ?? [])
        {
            if (value is JsonValue)
                node![name] = canary;
            else
                Plant(value, canary);
        }

        for (var i = 0; i < (node as JsonArray)?.Count; i++)
        {
            if (node[i] is JsonValue)
                node[i] = canary;
            else
                Plant(node[i], canary);
        }
    }
}
