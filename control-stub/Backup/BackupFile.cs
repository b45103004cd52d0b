using Pdp.ControlStub.Security;

namespace Pdp.ControlStub.Backup;

/// <summary>A backup on disk: under its name only once it is whole and durable.</summary>
internal static class BackupFile
{
    private const string PartialSuffix = ".partial";

    /// <summary>Writes a file only its owner can read; one that was there is replaced in the same step.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="BackupException">It could not be written; nothing new is under the name, and no half file is left.</exception>
    public static Task WriteAsync(string path, Func<Stream, Task> write) => WriteAsync(path, write, PrivateFile.Create);

    /// <inheritdoc cref="WriteAsync(string, Func{Stream, Task})"/>
    internal static async Task WriteAsync(string path, Func<Stream, Task> write, Func<string, Stream> create)
    {
        var partial = path + PartialSuffix;
        var done = false;
        try
        {
            await using (var file = create(partial))
            {
                await write(file);
                await file.FlushAsync();
                if (file is FileStream real)
                    real.Flush(flushToDisk: true);
            }

            File.Move(partial, path, overwrite: true);
            done = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"The backup {path} cannot be written: {e.Message}", e);
        }
        finally
        {
            if (!done && File.Exists(partial))
                File.Delete(partial);
        }
    }
}
