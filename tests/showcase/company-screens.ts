import type { Page } from "playwright-core";
import type { Company } from "./company.ts";

export interface CompanyScreen {
  name: string;
  /** The steps that show it to Mara. */
  show: (page: Page, company: Company) => Promise<void>;
}

/** Screens of a company. */
export const companyScreens: readonly CompanyScreen[] = [
  {
    name: "company-channel",
    show: async (page, { design }) => {
      await page.goto(`/c/${design.id}`);
      await page.getByRole("article").filter({ hasText: "On my 13″ laptop" }).waitFor();
    },
  },
  {
    name: "company-members",
    show: async (page, { launch }) => {
      await page.goto(`/c/${launch.id}`);
      await page.getByRole("button", { name: /^Members/ }).click();
      await page.getByRole("complementary").getByText("Chiara Bellini").waitFor();
    },
  },
  {
    name: "company-direct",
    show: async (page, { direct }) => {
      await page.goto(`/c/${direct.id}`);
      await page.getByRole("article").filter({ hasText: "Sure, call me." }).waitFor();
    },
  },
];
