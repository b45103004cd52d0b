using System.Text;

namespace Pdp.Daemon.Audit;

/// <summary>Copies records to standard output, whole lines between those of the log.</summary>
internal static class StandardOutput
{
    /// <summary>Writes a line.</summary>
    public static void Write(byte[] line)
    {
        try
        {
            Console.Out.Write(Encoding.UTF8.GetString(line));
        }
        catch (IOException)
        {
            // Nobody reads it any more; the files are what counts.
        }
    }
}
