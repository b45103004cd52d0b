using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Pdp.Core.Objects;
using Pdp.Core.Policy;
using Pdp.Core.Policy.Model;
using Pdp.Core.Tests.Support;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Policy;

public sealed class CustomerPolicyTests
{
    private static readonly Place _place = new("acme", "shop", "dev");

    [Fact]
    public void A_section_narrows_unless_it_says_that_it_replaces()
    {
        var wider = Section("acme/shop", """{"podSecurity": "privileged", "maxReplicas": 50}""");
        var general = PolicyRules.Default with { MaxReplicas = 5 };

        Assert.True(IsAllowed(new CustomerPolicy(general, [wider with { Replaces = true }]), Deployment(50)));
        Assert.False(IsAllowed(new CustomerPolicy(general, [wider with { Replaces = true }]), Deployment(51)));
        Assert.False(IsAllowed(new CustomerPolicy(general, [wider]), Deployment(6)));
        Assert.Equal(PodSecurityLevel.Restricted, new CustomerPolicy(general, [wider]).At(_place).PodSecurity);
        Assert.Equal(PodSecurityLevel.Privileged, new CustomerPolicy(general, [wider with { Replaces = true }]).At(_place).PodSecurity);
    }

    [Fact]
    public void What_a_section_does_not_name_stays_as_the_general_rules_have_it()
    {
        var general = PolicyRules.Default with { MaxReplicas = 5, Images = new ImageRules { RequireDigest = true } };
        var policy = new CustomerPolicy(general, [Section("acme", """{"images": {"allow": ["a.io"]}}""") with { Replaces = true }]).At(_place);

        var rules = Assert.Single(policy.RuleSets);
        Assert.Equal(5, rules.MaxReplicas);
        Assert.True(rules.Images.RequireDigest);
        Assert.Equal(["a.io"], rules.Images.Allow);
        Assert.Equal(general.Kinds.Allow, rules.Kinds.Allow);
    }

    [Fact]
    public void A_section_of_another_place_does_not_count()
    {
        var policy = new CustomerPolicy(PolicyRules.Default, [Section("acme/*/production", """{"maxReplicas": 1}""")]);

        Assert.True(IsAllowed(policy, Deployment(2)));
        Assert.Single(policy.At(_place).RuleSets);
        Assert.Equal(2, policy.At(_place with { Environment = "production" }).RuleSets.Count);
    }

    [Fact]
    public void Sections_that_narrow_never_allow_what_the_general_rules_forbid()
    {
        var sections = Gen.Elements(
            """{"maxReplicas": 100}""",
            """{"podSecurity": "privileged", "host": {"network": true}}""",
            """{"kinds": {"allow": ["apps/Deployment"]}}""",
            """{"services": {"types": ["NodePort"]}}""",
            """{"secrets": {"types": ["kubernetes.io/service-account-token"]}}""").ListOf().Where(list => list.Count > 0);
        Prop.ForAll(sections.ToArbitrary(), rules =>
        {
            var policy = new CustomerPolicy(Policies.Tight, [.. rules.Select(text => Section("acme", text))]).At(_place);
            foreach (var bad in BadPod.All.Where(bad => bad.Policy.Places is not null))
            {
                var (metadata, spec) = bad.Pod(Disguise.Role.Main);
                Assert.NotEmpty(PolicyCheck.Check(Disguise.Request(Disguise.Carry(Disguise.Carriers[3], metadata, spec)), policy));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));
    }

    [Theory]
    [InlineData("acme", true)]
    [InlineData("acme/shop", true)]
    [InlineData("acme/shop/dev", true)]
    [InlineData("*/*/dev", true)]
    [InlineData("ac*/s*p", true)]
    [InlineData("*", true)]
    [InlineData("acm", false)]
    [InlineData("acme/sho", false)]
    [InlineData("Acme", false)]
    [InlineData("acme/shop/dev/more", false)]
    [InlineData("*/dev", false)]
    public void A_place_is_in_a_pattern_part_by_part(string pattern, bool expected) => Assert.Equal(expected, _place.IsIn([pattern]));

    [Theory]
    [InlineData("vault", "shop/db", true)]
    [InlineData("vault", "shop/", false)]
    [InlineData("vault", "bank/db", false)]
    [InlineData("vault", "shop/../bank/db", false)]
    [InlineData("vault", "shop/%2e%2e/bank", false)]
    [InlineData("vault", "shop/..\\bank", false)]
    [InlineData("vault", "shop//db", false)]
    [InlineData("vault", "SHOP/db", false)]
    [InlineData("Vault", "shop/db", false)]
    [InlineData("shared", "anything", true)]
    [InlineData("other", "shop/db", false)]
    public void A_project_uses_its_own_secrets_only(string store, string name, bool expected)
    {
        var request = Disguise.Request() with { Secrets = [new SecretUse("spec.containers.main.env[0].secret", new SecretReference(store, name))] };
        var reasons = PolicyCheck.Check(request, AgentPolicy.Of(Policies.Tight));

        Assert.Equal(expected, reasons.Count == 0);
        Assert.All(reasons, reason => Assert.StartsWith("policy.secretStores: ", reason.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Nobody_deploys_without_a_signature_but_where_the_policy_says_so()
    {
        var request = Disguise.Request() with { IsUnsigned = true };

        Assert.StartsWith(
            "policy.unsignedIntents: ", Assert.Single(PolicyCheck.Check(request, AgentPolicy.Default)).Message, StringComparison.Ordinal);
        Assert.Empty(PolicyCheck.Check(request, AgentPolicy.Of(PolicyRules.Default with { UnsignedIntents = true })));
        Assert.Empty(PolicyCheck.Check(Disguise.Request(), AgentPolicy.Default));
    }

    [Fact]
    public void Only_places_on_the_list_deploy()
    {
        var reason = Assert.Single(PolicyCheck.Check(Disguise.Request() with { Place = new Place("evil", "shop", "dev") }, AgentPolicy.Of(Policies.Tight)));
        Assert.StartsWith("policy.places: ", reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pattern_matches_as_a_regular_expression_of_it_would()
    {
        var letters = Gen.Elements('a', 'b', '*').ListOf().Select(list => string.Concat(list));
        var texts = Gen.Elements('a', 'b').ListOf().Select(list => string.Concat(list));
        var pairs = from pattern in letters from text in texts select (pattern, text);
        Prop.ForAll(pairs.ToArbitrary(), pair =>
        {
            var regex = $@"^{pair.pattern.Replace("*", ".*", StringComparison.Ordinal)}\z";
            var expected = System.Text.RegularExpressions.Regex.IsMatch(
                pair.text, regex, System.Text.RegularExpressions.RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1));
            Assert.Equal(expected, Glob.IsMatch(pair.pattern, pair.text));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    private static ProjectRules Section(string place, string rules) =>
        new() { Places = [place], Rules = JsonNode.Parse(rules)!.AsObject() };

    private static bool IsAllowed(CustomerPolicy policy, Pdp.Core.Objects.DesiredObject wanted) =>
        PolicyCheck.Check(Disguise.Request(wanted), policy.At(_place)).Count == 0;

    private static Pdp.Core.Objects.DesiredObject Deployment(int replicas)
    {
        var (metadata, spec) = Disguise.GoodPod(Disguise.Role.Main, out _);
        var wanted = Disguise.Carry(Disguise.Carriers[3], metadata, spec);
        wanted.Manifest["spec"]!["replicas"] = replicas;
        return wanted;
    }
}
