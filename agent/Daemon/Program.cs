using Pdp.Daemon.Cli;

return await AgentCommandLine.InvokeAsync(args, Console.Out, Console.Error);
