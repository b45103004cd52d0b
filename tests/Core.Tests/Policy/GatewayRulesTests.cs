using Pdp.Core.Policy;
using Pdp.Core.Policy.Model;
using Pdp.Core.Tests.Support;

namespace Pdp.Core.Tests.Policy;

public sealed class GatewayRulesTests
{
    [Theory]
    [InlineData("{environment}.{organization}.example.com", "/{project}/{component}-{endpoint}")]
    [InlineData("{component}-{endpoint}-{hash}.example.com", "")]
    [InlineData("{component}-{endpoint}.{project}.{environment}.{organization}.example.com", "/")]
    [InlineData("apps.example.com", "/{organization}/{project}/{environment}/{component}/{endpoint}")]
    public void Addresses_that_tell_every_endpoint_are_taken(string host, string path) => Assert.Empty(Problems(host, path == "/" ? "" : path));

    [Theory]
    [InlineData("{environment}-{organization}.example.com", "/{project}/{component}/{endpoint}", "must have a '.' or '/' between")]
    [InlineData("{environment}.{organization}.example.com", "/{project}-{component}/{endpoint}", "must have a '.' or '/' between")]
    [InlineData("{environment}.example.com", "/{project}/{component}/{endpoint}", "must name {organization} too")]
    [InlineData("{environment}.{organization}.example.com", "/{project}/{component}", "must name {endpoint} too")]
    [InlineData("{environment}.{organization}.{team}.example.com", "/{project}/{component}/{endpoint}", "must have no other names in braces")]
    [InlineData("{environment}.{organization.example.com", "/{project}/{component}/{endpoint}", "must have no other names in braces")]
    public void Addresses_two_endpoints_could_share_are_refused(string host, string path, string problem) =>
        Assert.Contains(Problems(host, path), told => told.StartsWith("rules.gateways.external.host with path", StringComparison.Ordinal)
            && told.Contains(problem, StringComparison.Ordinal));

    [Fact]
    public void A_gateway_needs_a_name_or_an_ingress()
    {
        Assert.Null(Read("{host: '{endpoint}.{component}.{project}.{environment}.{organization}.x'}", out var problems));
        Assert.Contains(problems, problem => problem.Contains("must have namespace and name", StringComparison.Ordinal));
        Assert.NotNull(Read("{host: '{endpoint}.{component}.{project}.{environment}.{organization}.x', ingress: {className: nginx}}", out _));
    }

    [Fact]
    public void What_is_left_out_has_its_default_and_a_section_wins_over_the_general_rules()
    {
        var policy = PolicyDocument.Read(
            Yaml.Documents("""
                apiVersion: pdp.dev/v1
                kind: Policy
                rules: {gateways: {external: {namespace: g, name: public, host: "{environment}.{organization}.x"}}}
                projects:
                - {places: [acme/shop], rules: {gateways: {external: {namespace: g, name: shop, host: "{environment}.{organization}.y", tls: false}}}}
                - {places: [acme], rules: {maxReplicas: 3}}
                """).Single(),
            PolicyRules.Default,
            out var problems);
        Assert.Empty(problems);
        var general = policy!.At(new Place("other", "a", "dev")).Gateways.External!;
        Assert.Equal(("public", "/{project}/{component}/{endpoint}", "tcp-{port}", true), (general.Name, general.Path, general.TcpSection, general.Tls));
        var shop = policy.At(new Place("acme", "shop", "dev")).Gateways.External!;
        Assert.Equal(("shop", false), (shop.Name, shop.Tls));
        Assert.Null(policy.At(new Place("acme", "shop", "dev")).Gateways.Internal);
    }

    private static IReadOnlyList<string> Problems(string host, string path)
    {
        _ = Read($"{{namespace: g, name: g, host: '{host}', path: '{path}', endpointHost: '{{hash}}.example.com'}}", out var problems);
        return problems;
    }

    private static CustomerPolicy? Read(string external, out IReadOnlyList<string> problems) => PolicyDocument.Read(
        Yaml.Documents($"{{apiVersion: pdp.dev/v1, kind: Policy, rules: {{gateways: {{external: {external}}}}}}}").Single(),
        PolicyRules.Default,
        out problems);
}
