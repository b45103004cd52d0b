using FsCheck;
using FsCheck.Fluent;
using Pdp.Core.Policy;
using Pdp.Core.Policy.Model;
using Pdp.Core.Tests.Support;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Policy;

/// <summary>What a policy forbids it finds, whatever object and whatever part of the pod it hides in.</summary>
public sealed class DisguiseTests
{
    private static readonly PolicyRules _open = Policies.Widest;

    public static TheoryData<int> Lines => [.. Enumerable.Range(0, BadPod.All.Count)];

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_bad_pod_is_refused_in_every_object_and_every_role_by_the_rule_it_breaks(int line)
    {
        var bad = BadPod.All[line];
        foreach (var carrier in Disguise.Carriers)
        {
            foreach (var role in Roles(bad))
            {
                var (metadata, spec) = bad.Pod(role);
                var reasons = PolicyCheck.Check(Disguise.Request(Disguise.Carry(carrier, metadata, spec)), AgentPolicy.Of(bad.Policy));
                Assert.True(Names(reasons, bad.Rule), $"{bad} as {role} in {carrier.ApiVersion} {carrier.Kind}: {string.Join("; ", reasons)}");
            }
        }
    }

    [Fact]
    public void A_good_pod_is_refused_for_its_kind_at_most()
    {
        foreach (var policy in (PolicyRules[])[PolicyRules.Default, Policies.Tight, _open])
        {
            foreach (var carrier in Disguise.Carriers.Where(c => policy.Resources.Intent.Count == 0 || c.Kind != "DaemonSet"))
            {
                foreach (var role in Enum.GetValues<Disguise.Role>())
                {
                    var (metadata, spec) = Disguise.GoodPod(role, out _);
                    var reasons = PolicyCheck.Check(Disguise.Request(Disguise.Carry(carrier, metadata, spec)), AgentPolicy.Of(policy));
                    Assert.DoesNotContain(reasons, reason => !reason.Message.StartsWith("policy.kinds:", StringComparison.Ordinal));
                }
            }
        }
    }

    [Fact]
    public void No_mixture_of_bad_and_good_in_any_disguise_passes()
    {
        var mixtures = from line in Gen.Elements(BadPod.All.ToArray())
                       from role in Gen.Elements(Roles(line).ToArray())
                       from carrier in Gen.Elements(Disguise.Carriers.ToArray())
                       from others in Gen.Elements(Disguise.Carriers.ToArray()).ListOf()
                       from at in Gen.Choose(0, 100)
                       from noise in AnyJson.Object
                       select (line, role, carrier, others, at, noise);
        Prop.ForAll(mixtures.ToArbitrary(), mixture =>
        {
            var (metadata, spec) = mixture.line.Pod(mixture.role);
            spec["noise"] = mixture.noise.DeepClone();
            var objects = mixture.others.Select(other =>
            {
                var (goodMetadata, goodSpec) = Disguise.GoodPod(Disguise.Role.Main, out _);
                return Disguise.Carry(other, goodMetadata, goodSpec);
            }).ToList();
            objects.Insert(mixture.at % (objects.Count + 1), Disguise.Carry(mixture.carrier, metadata, spec));
            return Names(PolicyCheck.Check(Disguise.Request(objects), AgentPolicy.Of(mixture.line.Policy)), mixture.line.Rule);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static IEnumerable<Disguise.Role> Roles(BadPod bad) => !bad.IsContainer
        ? [Disguise.Role.Main]
        : Enum.GetValues<Disguise.Role>().Where(role => !bad.IsLongLived || role != Disguise.Role.Ephemeral);

    private static bool Names(IReadOnlyList<RefusalReason> reasons, string rule) => reasons.Any(reason =>
        reason.Reason == FailureReason.PolicyDenied && reason.Message.StartsWith($"policy.{rule}: ", StringComparison.Ordinal));
}
