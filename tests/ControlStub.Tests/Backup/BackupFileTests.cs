using Pdp.ControlStub.Backup;
using Pdp.Testing;

namespace Pdp.ControlStub.Tests.Backup;

public sealed class BackupFileTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_file_is_for_its_owner_alone_and_takes_the_place_of_the_old_one()
    {
        var path = _directory.Write("b", "old");
        await BackupFile.WriteAsync(path, stream => stream.WriteAsync("new"u8.ToArray()).AsTask());
        Assert.Equal("new", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal([path], Directory.GetFiles(_directory.Path));
    }

    [Fact]
    public async Task A_full_disk_leaves_no_half_file_and_the_old_one_as_it_was()
    {
        var path = _directory.Write("b", "old");
        var error = await Assert.ThrowsAsync<BackupException>(() => BackupFile.WriteAsync(
            path, stream => stream.WriteAsync(new byte[100]).AsTask(), partial => new FullDisk(partial, room: 10)));
        Assert.Contains("No space left on device", error.Message);
        Assert.Equal("old", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        Assert.Equal([path], Directory.GetFiles(_directory.Path));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_told() => Assert.Contains(
        "cannot be written",
        (await Assert.ThrowsAsync<BackupException>(() => BackupFile.WriteAsync(_directory.Combine("no", "b"), _ => Task.CompletedTask))).Message);

    /// <summary>Takes some bytes, writes them, then is full.</summary>
    private sealed class FullDisk(string path, int room) : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await File.WriteAllBytesAsync(path, buffer[..room], cancellationToken);
            throw new IOException("No space left on device");
        }
    }
}
