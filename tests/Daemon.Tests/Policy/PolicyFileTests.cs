using Pdp.Core.Policy;
using Pdp.Core.Policy.Model;
using Pdp.Daemon.Policy;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Policy;

public sealed class PolicyFileTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    [Fact]
    public void A_policy_is_read_over_what_the_options_say()
    {
        var policy = Read(
            """
            apiVersion: pdp.dev/v1
            kind: Policy
            rules:
              images: {allow: [registry.example.com/acme], requireDigest: true}
              resources:
                container: {limits.memory: 2Gi, requests.cpu: "1"}
              maxReplicas: 20
              serviceAccounts: {tokens: none}
            projects:
              - places: [acme/shop]
                rules: {maxReplicas: 5}
            """,
            PolicyRules.Default with { PodSecurity = PodSecurityLevel.Baseline });

        var rules = policy.Rules;
        Assert.Equal(["registry.example.com/acme"], rules.Images.Allow);
        Assert.True(rules.Images.RequireDigest);
        Assert.Equal("2Gi", rules.Resources.Container["limits.memory"]);
        Assert.Equal(20, rules.MaxReplicas);
        Assert.Equal(TokenRule.None, rules.ServiceAccounts.Tokens);
        Assert.Equal(PodSecurityLevel.Baseline, rules.PodSecurity);
        Assert.Equal(PolicyRules.Default.Kinds.Allow, rules.Kinds.Allow);
        Assert.Equal([20, 5], policy.At(new Place("acme", "shop", "dev")).RuleSets.Select(set => set.MaxReplicas));
    }

    [Fact]
    public void Every_error_is_told_at_once_with_its_path_and_what_was_meant() => Assert.Equal(
        [
            "rules.imagse: unknown field; images was meant?",
            "rules.podSecurity: must be one of restricted, baseline, privileged",
            "rules.resources.container[\"limits.memory\"]: must be a Kubernetes quantity as a string, such as \"500m\" or \"1Gi\"",
            "rules.host.ports[0]: must be 1..65535, was 99999",
            "rules.kinds.allow[0]: must be Kind, or group/Kind, without a version",
            "projects[0].places: is required",
        ],
        Problems(
            """
            apiVersion: pdp.dev/v1
            kind: Policy
            rules:
              imagse: {}
              podSecurity: strict
              resources: {container: {limits.memory: lots}}
              host: {ports: [99999]}
              kinds: {allow: [apps/v1/Deployment]}
            projects:
              - rules: {}
            """));

    [Fact]
    public void What_would_allow_nothing_is_an_error() => Assert.Equal(
        [
            "rules.host.network: allows nothing unless rules.podSecurity is privileged",
            "projects[0].rules.host.network: allows nothing unless projects[0].rules.podSecurity is privileged",
            "projects[0].rules.containers.privileged: allows nothing unless projects[0].rules.podSecurity is privileged",
        ],
        Problems(
            """
            apiVersion: pdp.dev/v1
            kind: Policy
            rules: {host: {network: true}}
            projects:
              - {places: [acme], rules: {containers: {privileged: true}}}
            """));

    [Theory]
    [InlineData("", "must not be empty")]
    [InlineData("- a", "must be a mapping")]
    [InlineData("a: 1\na: 2", "line 2: a field is there twice")]
    [InlineData("a: &x [1]\nb: *x", "anchors and aliases are not allowed; write the value out")]
    [InlineData("a: [", "not valid YAML")]
    [InlineData("a: 1\n---\nb: 1", "must be one document")]
    [InlineData("? [a]\n: 1", "the name of a field must be plain text")]
    public void What_is_no_document_is_said_with_its_place(string text, string problem) =>
        Assert.Contains(problem, Assert.Single(Problems(text)), StringComparison.Ordinal);

    [Fact]
    public void A_bomb_of_nesting_or_of_size_is_refused()
    {
        Assert.Contains("must not be nested deeper", Assert.Single(Problems("a: " + new string('[', 5000) + new string(']', 5000))));
        Assert.Contains("must not have more than", Assert.Single(Problems("a: [" + string.Join(',', Enumerable.Repeat("1", 60_000)) + "]")));
        Assert.Contains("must be at most", Assert.Single(Problems("a: " + new string('x', 600_000))));
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_problem_and_no_exception() =>
        Assert.Contains("cannot be read", Assert.Single(new PolicyFile(_directory.Combine("none"), PolicyRules.Default).Read().Problems));

    public void Dispose() => _directory.Dispose();

    private CustomerPolicy Read(string text, PolicyRules under)
    {
        var reading = File(text, under).Read();
        Assert.Empty(reading.Problems);
        return reading.Policy!;
    }

    private IReadOnlyList<string> Problems(string text)
    {
        var reading = File(text, PolicyRules.Default).Read();
        Assert.Null(reading.Policy);
        return reading.Problems;
    }

    private PolicyFile File(string text, PolicyRules under)
    {
        System.IO.File.WriteAllText(_directory.Combine("policy.yaml"), text);
        return new PolicyFile(_directory.Combine("policy.yaml"), under);
    }
}
