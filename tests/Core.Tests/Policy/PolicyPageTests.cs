using Pdp.Core.Policy;

namespace Pdp.Core.Tests.Policy;

public sealed class PolicyPageTests
{
    [Fact]
    public void The_page_names_every_rule()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "policy.md"));
        Assert.Equal([], PolicyCheck.All.Select(rule => rule.Name).Where(name => !page.Contains($"`{name}`", StringComparison.Ordinal)));
    }
}
