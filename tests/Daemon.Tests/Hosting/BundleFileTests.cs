using System.Text;
using Pdp.Daemon.Identity;
using Pdp.Daemon.Tests.Harness;
using Pdp.Protocol.Bootstrap;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Hosting;

public sealed class BundleFileTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly TestPlane _plane = new();

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite, true)]
    [InlineData(UnixFileMode.UserRead, true)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.GroupRead, true)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, false)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite, false)]
    public void Only_its_owner_and_a_reading_group_may_see_it(UnixFileMode mode, bool isGood)
    {
        var path = Write(BootstrapBundleReader.Write(_plane.Bundle), mode);

        var bundle = BundleFile.TryRead(path, out var problems);

        Assert.Equal(isGood, bundle is not null);
        if (!isGood) Assert.Contains("may be read by others", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void The_mode_that_counts_is_that_of_the_file_a_link_leads_to()
    {
        var path = Write(BootstrapBundleReader.Write(_plane.Bundle), UnixFileMode.UserRead);
        var link = _directory.Combine("link.json");
        File.CreateSymbolicLink(link, path);

        Assert.Equal(_plane.Id, BundleFile.TryRead(link, out _)?.PlaneId);
    }

    [Fact]
    public void What_is_wrong_with_it_is_told_by_field_and_not_quoted()
    {
        var wrong = """{"version":1,"planeId":"UPPER","server":"http://x","token":"secret","signingKeys":[]}""";
        var path = Write(Encoding.UTF8.GetBytes(wrong), UnixFileMode.UserRead);

        Assert.Null(BundleFile.TryRead(path, out var problems));

        Assert.Contains(problems, problem => problem.StartsWith("planeId: ", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.StartsWith("server: ", StringComparison.Ordinal));
        Assert.DoesNotContain(problems, problem => problem.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_file_is_told()
    {
        Assert.Null(BundleFile.TryRead(_directory.Combine("missing.json"), out var problems));

        Assert.Contains("does not exist", Assert.Single(problems), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _directory.Dispose();
        _plane.Dispose();
    }

    private string Write(byte[] content, UnixFileMode mode)
    {
        var path = _directory.Write("bundle.json", Encoding.UTF8.GetString(content));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, mode);
        return path;
    }
}
