using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Pdp.Daemon.Cli;

/// <summary>The usual help, and for one command a lesson below it.</summary>
internal sealed class TeachingHelp(HelpAction usual, Command command, string lesson) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var result = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command == command) parseResult.InvocationConfiguration.Output.WriteLine(lesson);
        return result;
    }
}
