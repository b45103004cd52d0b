using Pdp.LocalCluster.Controllers.Deployments;

namespace Pdp.LocalCluster.Tests.Controllers;

public sealed class ProportionalScalingTests
{
    [Theory]
    // A rollout of ten stands at eight old and five new; scaled to fifteen, both grow by their share.
    [InlineData(15, 8, 5, 13, 11, 7)]
    // Scaled down to five, both shrink.
    [InlineData(5, 8, 5, 13, 5, 3)]
    [InlineData(0, 8, 5, 13, 0, 0)]
    public void Every_set_moves_by_its_share(int replicas, int old, int fresh, int most, int oldAfter, int freshAfter)
    {
        var spec = RollingUpdateTests.Spec(replicas, "3", "2");
        var sizes = ProportionalScaling.Sizes(spec, old + fresh, [RollingUpdateTests.Set("old", old, old, most), RollingUpdateTests.Set("new", fresh, 0, most)])
            .ToDictionary(entry => entry.Set.Name, entry => entry.Size, StringComparer.Ordinal);
        Assert.Equal(oldAfter, sizes["old"]);
        Assert.Equal(freshAfter, sizes["new"]);
        Assert.Equal(spec.MostPods, sizes.Values.Sum());
    }
}
