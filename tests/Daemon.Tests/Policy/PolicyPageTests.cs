using System.Text.RegularExpressions;
using Pdp.Core.Policy.Model;
using Pdp.Daemon.Policy;
using Pdp.Daemon.Tests.Harness;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Policy;

/// <summary>The page says what the product does.</summary>
public sealed partial class PolicyPageTests
{
    [Fact]
    public void The_policy_on_the_page_is_one()
    {
        using var directory = new TempDirectory();
        var text = Example().Match(RepositoryFiles.Read("docs/policy.md")).Groups["yaml"].Value;
        File.WriteAllText(directory.Combine("policy.yaml"), text);

        var reading = new PolicyFile(directory.Combine("policy.yaml"), PolicyRules.Default).Read();

        Assert.Empty(reading.Problems);
        Assert.Equal(20, reading.Policy!.Rules.MaxReplicas);
    }

    [GeneratedRegex(@"```yaml\n(?<yaml>apiVersion: pdp\.dev/v1\nkind: Policy\n.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Example();
}
