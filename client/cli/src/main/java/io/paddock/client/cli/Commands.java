package io.paddock.client.cli;

import io.paddock.client.cli.access.AddAuthCommand;
import io.paddock.client.cli.access.GetAclCommand;
import io.paddock.client.cli.access.SetAclCommand;
import io.paddock.client.cli.access.WhoAmICommand;
import io.paddock.client.cli.ensemble.ConfigCommand;
import io.paddock.client.cli.ensemble.ReconfigCommand;
import io.paddock.client.cli.nodes.CreateCommand;
import io.paddock.client.cli.nodes.DeleteCommand;
import io.paddock.client.cli.nodes.GetAllChildrenNumberCommand;
import io.paddock.client.cli.nodes.GetCommand;
import io.paddock.client.cli.nodes.GetEphemeralsCommand;
import io.paddock.client.cli.nodes.LsCommand;
import io.paddock.client.cli.nodes.SetCommand;
import io.paddock.client.cli.nodes.StatCommand;
import io.paddock.client.cli.nodes.SyncCommand;
import io.paddock.client.cli.quota.DelQuotaCommand;
import io.paddock.client.cli.quota.ListQuotaCommand;
import io.paddock.client.cli.quota.SetQuotaCommand;
import io.paddock.client.cli.shell.CommandTable;
import io.paddock.client.cli.subtree.DeleteAllCommand;
import io.paddock.client.cli.subtree.DuCommand;
import io.paddock.client.cli.subtree.ExportCommand;
import io.paddock.client.cli.subtree.FindCommand;
import io.paddock.client.cli.subtree.ImportCommand;
import io.paddock.client.cli.subtree.TreeCommand;
import io.paddock.client.cli.watches.AddWatchCommand;
import io.paddock.client.cli.watches.PrintWatchesCommand;
import io.paddock.client.cli.watches.RemoveWatchesCommand;
import io.paddock.client.cli.watches.WatchCommand;

/** The commands of all rooms; those about the shell itself it adds by itself. */
final class Commands {

    private Commands() {}

    static CommandTable table() {
        return new CommandTable()
                .add(new CreateCommand())
                .add(new GetCommand())
                .add(new SetCommand())
                .add(new DeleteCommand())
                .add(new LsCommand())
                .add(new StatCommand())
                .add(new SyncCommand())
                .add(new GetAllChildrenNumberCommand())
                .add(new GetEphemeralsCommand())
                .add(new DeleteAllCommand())
                .add(new TreeCommand())
                .add(new DuCommand())
                .add(new FindCommand())
                .add(new ExportCommand())
                .add(new ImportCommand())
                .add(new WatchCommand())
                .add(new GetAclCommand())
                .add(new SetAclCommand())
                .add(new AddAuthCommand())
                .add(new WhoAmICommand())
                .add(new ListQuotaCommand())
                .add(new SetQuotaCommand())
                .add(new DelQuotaCommand())
                .add(new AddWatchCommand())
                .add(new RemoveWatchesCommand())
                .add(new PrintWatchesCommand())
                .add(new ConfigCommand())
                .add(new ReconfigCommand());
    }
}
