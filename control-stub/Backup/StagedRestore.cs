using Pdp.ControlStub.Security;

namespace Pdp.ControlStub.Backup;

/// <summary>
/// Files that take the place of those in a data directory all together, whenever the process or the power fails: they are gathered in a
/// folder beside the others, a mark says when all are there, and whoever opens the directory next finishes what has the mark and forgets
/// what has not. A folder inside, for a directory that is a mounted volume cannot be renamed.
/// </summary>
internal sealed class StagedRestore
{
    private const string FolderName = "restoring";
    private const string MarkName = "complete";

    private readonly string _directory;

    private StagedRestore(string directory) => _directory = directory;

    /// <summary>Where the files are gathered.</summary>
    public string Folder => System.IO.Path.Combine(_directory, FolderName);

    /// <summary>Begins; the directory must be held by the caller.</summary>
    public static StagedRestore Begin(string directory)
    {
        var staged = new StagedRestore(directory);
        staged.Forget();
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(staged.Folder);
        else
            Directory.CreateDirectory(staged.Folder, PrivateFile.OwnerOnlyDirectory);
        return staged;
    }

    /// <summary>Finishes a restore that was interrupted after all of it was there; forgets one that was interrupted before.</summary>
    public static void FinishOrForget(string directory)
    {
        var staged = new StagedRestore(directory);
        if (File.Exists(staged.Mark))
            staged.Finish(File.ReadAllText(staged.Mark).Trim());
        else
            staged.Forget();
    }

    /// <summary>Puts the files in place. Those that were there are kept in a folder of their own.</summary>
    /// <param name="keptName">Name of that folder.</param>
    public void Commit(string keptName)
    {
        PrivateFile.Write(Mark, keptName + "\n");
        Finish(keptName);
    }

    /// <summary>Leaves everything as it was.</summary>
    public void Forget()
    {
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }

    private string Mark => System.IO.Path.Combine(Folder, MarkName);

    // Each step can be done again: what has moved already is not there any more.
    private void Finish(string keptName)
    {
        var kept = System.IO.Path.Combine(_directory, keptName);
        foreach (var file in Directory.EnumerateFiles(Folder).Where(path => path != Mark).ToList())
        {
            var target = System.IO.Path.Combine(_directory, System.IO.Path.GetFileName(file));
            // A database's other files (-wal, -shm) go with it: beside another database they would be read as its own.
            foreach (var old in Directory.EnumerateFiles(_directory, System.IO.Path.GetFileName(file) + "*").ToList())
            {
                Directory.CreateDirectory(kept);
                File.Move(old, System.IO.Path.Combine(kept, System.IO.Path.GetFileName(old)), overwrite: true);
            }

            File.Move(file, target);
        }

        Forget();
    }
}
